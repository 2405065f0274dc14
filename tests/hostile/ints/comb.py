# comb(10**9, 10**8).
# ends: MemoryError, limit time, limit steps
import math
math.comb(10 ** 9, 10 ** 8)
