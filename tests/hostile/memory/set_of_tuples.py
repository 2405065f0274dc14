# Fills a set with tuples.
# ends: MemoryError
s = set()
i = 0
while True:
    s.add((i, i + 1, i + 2))
    i += 1
