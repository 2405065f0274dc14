# gcd, lcm, isqrt and inverse of giant numbers.
# ends: limit time, limit steps, MemoryError
import math
a = 3 ** 2_000_000
b = 7 ** 1_000_000
while True:
    math.gcd(a, b)
    math.isqrt(a)
    pow(a, -1, b)
