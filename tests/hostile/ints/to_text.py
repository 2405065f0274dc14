# str of a number of a million digits, with the guard removed.
# ends: ok, limit time, limit steps
import sys
try:
    str(10 ** 5000)
except ValueError:
    sys.set_int_max_str_digits(0)
x = 7 ** 300_000
assert len(str(x)) > 200_000
