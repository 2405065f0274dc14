# float: is_integer, as_integer_ratio, hex, fromhex, round, int conversions, hash, from_number.
for v in (0.0, 1.0, -1.5, 0.1, 1e10, 2.0**70, 5e-324, 1e308, -0.0):
    print(v, v.is_integer(), v.as_integer_ratio(), v.hex(), float.fromhex(v.hex()) == v, v.conjugate(), v.real, v.imag, v.__trunc__() if abs(v) < 1e20 else "big")
for bad in (float("inf"), float("nan")):
    try:
        bad.as_integer_ratio()
    except (OverflowError, ValueError) as e:
        print(type(e).__name__, e)
    print(bad.hex(), bad.is_integer())
print(float.fromhex("0x1.8p1"), float.fromhex("-0x.1p4"), float.fromhex("1.8"), float.fromhex("inf"), float.fromhex(" 0x1p-1074 "), float.fromhex("0xA"))
for bad in ("", "0x", "xyz", "0x1p99999"):
    try:
        float.fromhex(bad)
    except (ValueError, OverflowError) as e:
        print(type(e).__name__, e)
print([round(x) for x in (0.5, 1.5, 2.5, -0.5, -1.5, 2.4999, 2.5001, 1e20, -2.5)])
print([round(x, 1) for x in (0.05, 0.15, 0.25, 0.35, 1.25, -0.05, 2.675)], round(2.675, 2), round(1.005, 2), round(1234.5678, -2), round(1e300, -300), round(5.5, 400), round(1.5, None), round(0.1, 20), round(123.456, -5))
print(type(round(2.5)).__name__, type(round(2.5, 0)).__name__, round(2.5, 0), round(-0.4), round(-0.4, 0), int(-0.9), int(1e18), int(-1e25))
print((2.7).__floor__(), (2.2).__ceil__(), (-2.7).__floor__(), (-2.2).__ceil__(), (2.5).__round__(), (2.5).__int__(), (2.5).__divmod__(1))
print(hash(1.0) == hash(1), hash(0.5) == hash(0.5), hash(2.0**61) == hash(2**61), hash(1e100) == hash(int(1e100)), hash(float("inf")), hash(float("-inf")), hash(0.0) == hash(-0.0))
print(float.__name__, isinstance(1.0, float), float.fromhex("0x1p0"), 1.5.__class__)
print(float.from_number(5), float.from_number(1.5))
try:
    float.from_number("5")
except TypeError as e:
    print(e)
print(1.0.__repr__(), 1.0.__str__(), 1.0.__format__(".3f"), (1.5).__neg__(), (1.5).__pos__(), (-1.5).__abs__(), (1.5).__rtruediv__(3), (1.5).__floordiv__(1), (7.5).__mod__(2), (1.5).__rsub__(1), (2.0).__rpow__(3))
try:
    (1.5).x = 1
except AttributeError as e:
    print(e)


class F(float):
    pass


f = F(2.5)
f.x = 1
print(f, f + 1, type(f + 1).__name__, f.x, repr(f), f == 2.5, F.fromhex("0x1p1"), type(F.fromhex("0x1p1")).__name__)
