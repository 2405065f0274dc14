# Many equal hashes of ints: multiples of 2 ** 61 - 1, natively compared.
# ends: limit time, limit steps, MemoryError
m = (1 << 61) - 1
d = {}
i = 0
while True:
    d[i * m] = 1
    i += 1
