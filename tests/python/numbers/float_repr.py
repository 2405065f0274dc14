# float: shortest repr over all magnitudes, special values, round trips.
values = [0.0, -0.0, 1.0, -1.0, 0.1, 0.2, 0.1 + 0.2, 1 / 3, 2 / 3, 1e15, 1e16, 1e17, 123456789012345680.0, 1e22, 1e23, 1e-4, 1e-5, 0.0001234, 0.00001234,
          1.5e300, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 3.14, 2.5, 100.0, 1e100, 1.1e-10, 9007199254740992.0, 9007199254740993.0,
          4.35, 0.3, 2**0.5, 1e10, 12345.678, 1e21, 1e-7, 123e-9, float("inf"), float("-inf"), float("nan"), 1e308 * 10, -1e308 * 10, 2.0**-1074, 2.0**-260, 2.0**260, 2.0**-767, 2.0**800,
          1e-77, 1e-76, 1e77, 1e78, 1e-78, 8.5e-231, 1e-231, 1e231, 3e232]
for v in values:
    print(repr(v), str(v), f"{v}", repr(-v), repr(float(repr(v))) == repr(v))
print([0.1 * i for i in range(11)])
print([10.0**i for i in range(-25, 26, 5)])
print([1.0 / i for i in range(1, 12)])
print(float("1_000.5"), float(" 2.5\n"), float("1e5"), float("-1E-5"), float(".5"), float("5."), float("+3"), float("Infinity"), float("-INF"), float("NaN"), float("1" * 30), float("1e400"), float("1e-400"))
for bad in ("", ".", "e5", "1e", "1 2", "0x1p3", "1__0.0", "_1.0", "1.0_", "infinit", "--1", "1,5", "nan1"):
    try:
        float(bad)
    except ValueError as e:
        print(e)
print(float(), float(5), float(True), float(b"1.5"), float(2**70), 1e5, 1E5, 1_0.5, .5, 5., 1e+5, 0e0, 1_0e1_0)
x = 1.0
for i in range(60):
    x = x * 1.7 - 0.3
    assert float(repr(x)) == x
print(x, -x, x / 3, x * 1e-300)
print(4.9406564584124654e-324, 1.0000000000000002, 0.9999999999999999, 1.7976931348623158e308, 179769313486231570000.0, 72057594037927945.0)
