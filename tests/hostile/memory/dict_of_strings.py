# Fills a dict with new strings until there is no room.
# ends: MemoryError
x = {}
i = 0
while True:
    x[i] = str(i) * 3
    i += 1
