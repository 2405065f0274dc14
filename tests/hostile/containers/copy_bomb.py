# Orders tuples of 2 ** 60 shared parts, in a sort.
# ends: limit time, limit steps
x, y = (1,), (1,)
for i in range(60):
    x, y = (x, x), (y, y)
[x, y, x].sort()
