# int: arithmetic with all signs, floor division and modulo, powers, shifts, bit operations.
values = [0, 1, -1, 2, 7, -7, 10, 255, -256, 2**31 - 1, -(2**31), 2**61 - 1, 2**61, -(2**61), -(2**61) - 1, 2**62, 2**63, 2**64, -(2**64)]
print("add", [a + b for a in values[-6:] for b in values[-6:]])
print("sub", [a - b for a in values[-6:] for b in values[-6:]])
print("mul", [a * b for a in values[5:14] for b in values[9:13]])
for a, b in [(7, 2), (-7, 2), (7, -2), (-7, -2), (0, 5), (6, 3), (-6, 3), (1, 10), (-1, 10), (1, -10), (2**64, 3), (-(2**64), 3), (2**64, -(2**32)), (5, 2**70), (-5, 2**70)]:
    print(a, b, a // b, a % b, divmod(a, b), a / b)
print([2**n for n in (0, 1, 10, 60, 61, 62, 63, 64, 65, 100)])
print([(-3) ** n for n in range(6)], 2**-1, (-2) ** -2, 0**0, 1 ** 10**6, (-1) ** (10**6 + 1))
print(pow(3, 100, 7), pow(3, -1, 7), pow(-3, 3, 7), pow(3, 3, -7), pow(2, 1000, 10**9 + 7), pow(5, 0, 1))
print([1 << n for n in (0, 1, 60, 61, 62, 63, 64, 100)], [-1 << n for n in (0, 61, 62, 63, 64)])
print([2**70 >> n for n in (0, 1, 8, 60, 69, 70, 71, 1000)], [-(2**70) >> n for n in (1, 69, 70, 71, 1000)], -1 >> 100, 5 >> 1, -5 >> 1)
print(12 & 10, 12 | 10, 12 ^ 10, ~12, -12 & 10, -12 | 10, -12 ^ 10, -12 & -10, ~0, ~-1)
big = 0xDEADBEEFCAFEBABE1234567890ABCDEF
print(hex(big & 0xFFFF0000FFFF0000FFFF), hex(big | 2**130), hex(big ^ big >> 3), hex(~big), hex(-big & 0xFFFFFFFFFFFFFFFFFFFF), hex(-big | 1), hex(-big ^ 5))
print(+5, -5, --5, -(-(2**61)), -(2**61 - 1), abs(-(2**62)), abs(2**62), -0)
print(True + True, True * 5, -True, True / 2, False - 1, True << 3, True & False, True | 2, True ^ True, type(True & True).__name__, type(True + 0).__name__)
print(1 + 1.5, 2 * 0.5, 7 // 2.0, 7 % 2.5, 2**0.5, 2**63 + 0.0, 10**20 / 3, (10**400) // (10**399), 3 - 1j)
try:
    10**400 / 3
except OverflowError as e:
    print(e)
try:
    10**400 + 1.0
except OverflowError as e:
    print(e)
print(10**400 / 10**399, (10**400 + 1) / 10**400, 1 / 10**400, -(10**30) / 7)
