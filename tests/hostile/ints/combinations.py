# comb and perm of great numbers.
# ends: MemoryError, limit time, limit steps
import math
math.perm(10 ** 9, 10 ** 8)
