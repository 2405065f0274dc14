# float: arithmetic, division and modulo with signs, infinities and nan, powers, comparison.
inf, nan = float("inf"), float("nan")
for a, b in [(7.5, 2.0), (-7.5, 2.0), (7.5, -2.0), (-7.5, -2.0), (0.0, 3.0), (-0.0, 3.0), (1e308, 1e-10), (5.0, inf), (-5.0, inf), (inf, 5.0), (nan, 1.0), (1.0, 3.0), (6.0, 0.1), (1, 0.1), (-1, 0.1)]:
    print(a, b, a + b, a - b, a * b, a / b, end=" ")
    print(a // b, a % b, divmod(a, b))
print(0.1 + 0.2, 1.1 * 3, 1e308 + 1e308, inf - inf, inf * 0, inf / inf, -inf + 1, 1e-320 / 10, 5e-324 / 2, 1e16 + 1, 1e16 + 2)
print(2.0**0.5, 2**-1.5, (-8.0) ** 3, (-8.0) ** 2, (-8) ** (1 / 3), 0.0**0, inf**0, nan**0, 1**nan, inf**-1, (-inf) ** 3, (-inf) ** 2, 0.5**inf, 2.0**inf, (-1.0) ** inf, (-1) ** 0.5)
print(nan == nan, nan != nan, nan < 1, nan > 1, nan is nan, [nan] == [nan], nan in [nan], [float("nan")] == [float("nan")], inf == inf, inf > 1e308, -inf < inf, 0.0 == -0.0)
print(abs(-2.5), abs(-0.0), -0.0, +1.5, -(-1.5), abs(-inf), bool(0.0), bool(-0.0), bool(nan), not 0.0, 0.0 or "x")
for f in (lambda: 1.0 / 0, lambda: 1.0 // 0, lambda: 1.0 % 0, lambda: 0.0 / 0.0, lambda: divmod(1.0, 0), lambda: 0.0**-1, lambda: 1e300**2, lambda: 10.0**1000, lambda: int(inf), lambda: int(nan), lambda: round(nan), lambda: 1.5 << 1, lambda: 1.5 & 1, lambda: ~1.5):
    try:
        print(f())
    except (ArithmeticError, ValueError, TypeError) as e:
        print(type(e).__name__, e)
print(sum([0.1] * 10), sum([1e16, 1, -1e16]), sum([0.1, 0.2, 0.3]), sum([1, 2.5]), sum([1e308, 1e308, -1e308]), sum([inf, 1]), max(1.0, nan), max(nan, 1.0), min([2.5, 1, 3.0]))
print(1 < 1.5 < 2, 1.5 == 3 / 2, 1e15 + 0.3, 1e15 + 0.3 - 1e15, 3 * 1.1 == 3.3, round(3 * 1.1, 10) == 3.3, 0.5 + 0.25 + 0.125)
x, y, z = 0.0, 1.0, 10.5
for i in range(100):
    x, y, z = 10 * (y - x) * 0.01 + x, (x * (28 - z) - y) * 0.01 + y, (x * y - 8 / 3 * z) * 0.01 + z
print(x, y, z)
x += 1
x -= 0.5
x *= 2
x /= 3
x //= 1
x %= 4
x **= 2
print(x, type(x).__name__)
print(1e3.__int__(), (2.5).__add__(1), (2.5).__radd__(1), (2.5).__add__("a"), (2.5).__eq__(2.5), (2.5).__lt__("x"), (2.5).__pow__(2), (2.5).__bool__())
