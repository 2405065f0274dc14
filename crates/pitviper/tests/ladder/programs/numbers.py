print(*[format(x, spec) for x in (0.1, -1e300, 12345.678, float("inf")) for spec in ("", ".3f", "e", ",.2f", "%", "+g")])
print(complex("1+2j") ** 2, abs(3 + 4j), repr(1e22), round(2.5), round(-1.25, 1), float.hex(0.1), (0.75).as_integer_ratio())
print(float("1" * 50), 1e16 + 1, int(1e30), float.fromhex("0x1.8p3"), 7.5 // 2, -7.5 % 2, divmod(7.5, -2), 0.1 + 0.2)
import decimal
import fractions

print(fractions.Fraction(1, 3) + fractions.Fraction("2.5"), decimal.Decimal("1.10") * 3, decimal.Decimal(2).sqrt())
import random
import statistics

print(random.Random(1).random() < 1, statistics.mean([1, 2, 3]), statistics.stdev([1, 2, 4]))
