# int() of eight million digits in base 3.
# ends: limit time, limit steps, MemoryError
import sys
sys.set_int_max_str_digits(0)
int("12" * 4_000_000, 3)
