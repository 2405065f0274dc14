# str of a number of thirty million digits.
# ends: limit time, limit steps, MemoryError
import sys
sys.set_int_max_str_digits(0)
str((1 << 60_000_000) - 1)
