a, b = 3**200, 7**150
print(a * b % 10**9, (a + b) // 12345678901234567890, divmod(-a, b)[1] % 1000, a**3 % 1000, pow(a, b, 10**40 + 1) % 10**9)
print(str(a)[:20], int(str(b)) == b, hex(a)[-10:], int("f" * 60, 16) % 97, a.bit_length(), (a << 300 >> 299) == a * 2)
print(a & b, a | b > 0, (a ^ -b) % 1000, ~a % 7, -a // b, a / b, float(2**600), round(a, -80) % 7, abs(-b) == b)
print(int.from_bytes(b"\x01" * 40, "big") % 1009, (2**200).to_bytes(30, "little")[:3], a == b, a < b, hash(a))
import math

print(math.factorial(60), math.gcd(a, b * 9), math.isqrt(b) % 1000, math.comb(100, 50), math.prod(range(1, 30)) % 997)
print(f"{a:,}"[:20], f"{b:_x}"[:20], "%d" % a == str(a), 10**300 - 10**300 + 1)
