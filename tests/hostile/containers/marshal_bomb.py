# marshal of a list of 2 ** 60 shared parts, in the old format.
# ends: MemoryError, ValueError, limit time, limit steps
import marshal
x = [1]
for i in range(60):
    x = [x, x]
marshal.dumps(x, 0)
