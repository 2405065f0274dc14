# Factorials of great numbers.
# ends: MemoryError, limit time, limit steps
import math
math.factorial(10 ** 7)
