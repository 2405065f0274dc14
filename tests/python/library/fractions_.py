# fractions: construction, arithmetic, comparison, formats, conversion.
import math
from decimal import Decimal
from fractions import Fraction as F

print(F(3, 6), repr(F(-4, 8)), F('3/7'), F(' -1.25e1 '), F(0.75), F(Decimal('1.1')), F(5), F('1_0/3'), F(F(1, 2), F(3, 4)), F(7, -3))
a, b = F(1, 3), F(3, 4)
print(a + b, a - b, a * b, a / b, a // b, b % a, divmod(b, a), a ** 2, a ** -2, b ** 0.5, 2 ** F(2), F(4) ** F(1, 2), -a, +a, abs(-a), pow(F(2), 3))
print(a + 1, 1 - a, 2 * a, 1 / a, a + 0.5, a == F(2, 6), a < b, a == 1 / 3, F(1, 2) == 0.5, F(1, 2) < 0.6, F(2) == 2, hash(F(1, 2)) == hash(0.5), hash(F(3)) == hash(3))
print(round(F(7, 3)), round(F(22, 7), 2), math.floor(F(-7, 2)), math.ceil(F(7, 2)), math.trunc(F(-7, 2)), int(F(9, 4)), float(a), bool(F(0)), complex(a))
print(F(math.pi).limit_denominator(1000), F('3.1415926').limit_denominator(10), F(1, 3).numerator, a.as_integer_ratio(), F.from_float(0.1), F.from_decimal(Decimal('0.1')), a.is_integer(), F(4, 2).is_integer())
print(f'{F(1, 3):.4f} {F(22, 7):10.3f}| {F(1, 8):e} {F(7, 2)} {F(1, 3):>8} {F(1000000, 3):,.1f} {F(1, 7):.2%} {F(5, 1)} {F(3, 2):+} {F(1, 3):_^9}')
for bad in (lambda: F(1, 0), lambda: F('x'), lambda: F('1/0'), lambda: F(1.5, 2), lambda: F(float('nan')), lambda: F(float('inf')), lambda: F(1) / 0, lambda: F(1, 2) + 'a', lambda: F('1/ 2 3'), lambda: F(1) < 1j, lambda: F([1])):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
print(sum([F(1, i) for i in range(1, 10)]), max(a, b), sorted([F(1, 2), 0.25, F(1, 3), 1]))

class Sub(F):
    pass
print(repr(Sub(1, 2) + 1), type(Sub(1, 2) * 2).__name__, F(Sub(1, 2)), isinstance(a, __import__('numbers').Rational))
print(F(10**30, 3**20), F(2, 3) ** 10, F(-1, 2) ** 3, F(1, 2) ** -3)
