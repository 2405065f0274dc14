# Compares, counts, copies and reverses a long list for ever.
# ends: limit time, limit steps, MemoryError
x = [0] * 1_000_000
y = [0] * 1_000_000
while True:
    x == y
    x.count(1)
    x.reverse()
    x[::-1]
    x.sort()
    1 in x
    tuple(x) < tuple(y)
