# sys.set_int_max_str_digits: what counts, what is exempt, and the messages.
import sys


def attempt(make):
    try:
        value = make()
    except ValueError as error:
        print(type(error).__name__, error)
    else:
        print("fine", len(value) if isinstance(value, (str, bytes)) else value.bit_length())


print(sys.get_int_max_str_digits(), sys.int_info.default_max_str_digits, sys.int_info.str_digits_check_threshold)
for digits in (4299, 4300, 4301):
    attempt(lambda: int("7" * digits))
    attempt(lambda: str(10 ** digits - 1))
    attempt(lambda: repr(-(10 ** digits) + 1))
attempt(lambda: int("_".join("1" * 4301)))
attempt(lambda: int("0" * 5000))
attempt(lambda: int("-" + "1" * 4301))
attempt(lambda: int(b"1" * 4301))
attempt(lambda: f"{10 ** 4300}")
attempt(lambda: f"{10 ** 4300:d}")
attempt(lambda: "%d" % (10 ** 5000))
attempt(lambda: format(10 ** 4300, ",d"))
attempt(lambda: hex(10 ** 9000))
attempt(lambda: f"{10 ** 9000:x}")
attempt(lambda: int("f" * 9000, 16))
attempt(lambda: int("7" * 9000, 8))
attempt(lambda: int("2" * 9000, 3))
attempt(lambda: int("z" * 9000, 36))
attempt(lambda: float("1" * 5000 + "e-4900") and 1)
for limit in (640, 0, 641, 5000):
    sys.set_int_max_str_digits(limit)
    print(limit, sys.get_int_max_str_digits())
    attempt(lambda: str(10 ** 640))
    attempt(lambda: str(10 ** 641))
    attempt(lambda: int("1" * 4700))
for wrong in (639, 1, -1, 10**30, "x", None, 1.0):
    try:
        sys.set_int_max_str_digits(wrong)
    except (ValueError, TypeError, OverflowError) as error:
        print(repr(wrong)[:9], type(error).__name__, error)
