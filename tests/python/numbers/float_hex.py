# float.hex, float.fromhex, as_integer_ratio, is_integer, from_number, __round__ with digits.
class Real(float):
    pass


def show(function, *args):
    try:
        result = function(*args)
    except (TypeError, ValueError, OverflowError) as error:
        print(type(error).__name__, error)
    else:
        print(type(result).__name__, repr(result))


VALUES = (0.0, -0.0, 1.0, -1.5, 0.1, 2.5, 1e16, 1e-5, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308,
          float("inf"), float("nan"), 2.0**53, -(2.0**62), 999999.5)
for value in VALUES:
    show(value.hex)
    show(value.as_integer_ratio)
    show(value.is_integer)
    for digits in (None, 0, 1, 2, -1, -2, -308, 15, 17, 22, 323, 2**70, -(2**70), 1.0):
        show(round, value, digits)
for text in ("0x1p0", "0x1.8p1", "-0x.8p-3", "0x1.fffffffffffffp1023", "0x1p1024", "0x1p-1074", "0x1p-1075",
             "0x1.8p-1074", "inf", "-Infinity", "nan", "0x", "1.5", "0xg", "  0x1  ", "0x1p", "0x1p+5", "0X1P5", "1p3",
             ".8", "0x.p1", "", "+0x10.8p0", "0x1.00000000000008p0", "0x1.00000000000018p0",
             "0x1p99999999999999999999", "0x0p99999999999999999999", "0x1_0", "infinit", 5, None, b"0x1"):
    show(float.fromhex, text)
show(Real.fromhex, "0x1p2")
for number in (3, 10**400, "3", None, True, 2.5, Real(2.5)):
    show(float.from_number, number)
show(Real.from_number, 3)
for number in (3, 2.5, 1j, "3", None):
    show(complex.from_number, number)
for args in (("1+2j",), (1, 2), (1, "2"), ("1", 2), (None, 1), (10**400, 1)):
    show(complex, *args)
show(lambda: complex(real="1"))
show(lambda: complex(imag=3))
for base, exponent in ((float("inf"), 1j), (2j, float("inf")), (0, 1j), (1j, 2), (2j, -3), (complex("inf"), 2)):
    try:
        print(base**exponent)
    except (ZeroDivisionError, OverflowError) as error:
        print(type(error).__name__, error)
