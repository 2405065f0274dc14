# Products, quotients, powers and text of ints long enough for every algorithm, shown by remainders and hashes.
import math
import sys

sys.set_int_max_str_digits(0)
P = 2**61 - 31


def noise(bits, seed):
    """An int of exactly so many bits, the same everywhere."""
    value, word = 1, seed
    while value.bit_length() < bits:
        word = (word * 6364136223846793005 + 1442695040888963407) % 2**64
        value = value << 64 | word
    return value >> value.bit_length() - bits


for limbs in (19, 20, 21, 39, 41, 100, 399, 1499, 1501, 2047, 2049, 3071, 3073):
    a, b = noise(64 * limbs, 1), noise(64 * limbs - 7, 2)
    product = a * b
    assert product % P == (a % P) * (b % P) % P
    assert (a * a) % P == (a % P) ** 2 % P
    assert divmod(product + b - 1, b) == (a, b - 1)
    assert divmod(-product - 1, b) == (-a - 1, b - 1)
    print(limbs, product % P, hash(product), hash(-a))

for shape in (2**200000 - 1, 2**200000, 2**200000 - 2**99999, 10**60000):
    square = shape * shape
    print(hash(square), square.bit_length(), square.bit_count(), square // (shape - 1) - shape, square % (shape + 1))

long, short = noise(64 * 9000, 3), noise(64 * 1600, 4)
print(hash(long * short), hash(long // short), hash(long % short), hash(-long // short), hash(-long % short))
print(hash(long // (short << 64 * 5000)), hash(long % (short << 64 * 5000)))

power = 3**300000
text = str(power)
print(len(text), text[:20], text[-20:], int(text) == power, hash(text) == hash(str(int(text))))
print(hash(int(text[1000:-7])), hash(int("-" + text[:100001])), str(10**50000) == "1" + "0" * 50000)
print(str(10**50000 - 1) == "9" * 50000, int("9" * 40000) + 1 == 10**40000)
print(math.isqrt(power) ** 2 == power, hash(math.isqrt(power + 12345)), hash(math.isqrt(long)))
print(math.gcd(long * 91, short * 91) % P, math.gcd(3**2000, 6**1500) == 3**1500, math.lcm(2**300, 6**200) == 2**300 * 3**200)
print(hash(pow(long, short >> 64 * 1590, long | 1 >> 3)), pow(3, 2**4000, 10**40), pow(7, -5, 2**521 - 1) * 7**5 % (2**521 - 1))
print(hash(long >> 333) , hash(long << 12345), hash(long & -short), hash(long | -short), hash(long ^ ~short))
for base in (hex, oct, bin):
    digits = base(-long)
    print(len(digits), digits[:12], digits[-9:], int(digits, 0) == -long)
for order in ("big", "little"):
    raw = (-long).to_bytes(72001, order, signed=True)
    print(len(raw), raw[:3], raw[-3:], int.from_bytes(raw, order, signed=True) == -long)
