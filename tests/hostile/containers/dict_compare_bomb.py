# Compares dicts of 2 ** 60 shared parts.
# ends: limit time, limit steps
x, y = {}, {}
for i in range(60):
    x, y = {1: x, 2: x}, {1: y, 2: y}
x == y
