# repr of a list of 2 ** 60 shared parts.
# ends: MemoryError, limit time, limit steps
x = [1]
for i in range(60):
    x = [x, x]
repr(x)
