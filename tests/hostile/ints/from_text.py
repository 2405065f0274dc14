# int() of text of many digits, guard on and off.
# ends: limit time, limit steps, MemoryError
import sys
try:
    int("7" * 1_000_000)
except ValueError:
    sys.set_int_max_str_digits(0)
int("7" * 8_000_000)
