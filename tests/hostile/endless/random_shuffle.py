# random.choices and shuffle of very many.
# ends: limit time, limit steps, MemoryError
import random
r = random.Random(1)
while True:
    r.choices(range(10 ** 6), k=100_000)
    r.randbytes(1_000_000)
