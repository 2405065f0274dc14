# Big integers: factorials, Fibonacci, division of long numbers, squares, roots, digits.
def factorial(n):
    r = 1
    for i in range(2, n + 1):
        r *= i
    return r


def fib(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


def isqrt(n):
    x = 1 << (n.bit_length() + 1) // 2
    while True:
        y = (x + n // x) // 2
        if y >= x:
            return x
        x = y


print(factorial(50), fib(300))
f = factorial(400)
print(len(str(f)), f % 10**9 + 7, f // factorial(399), sum(map(int, str(f))))
a, b = 7**200, 3**150
q, r = divmod(a, b)
print(q * b + r == a, 0 <= r < b, q % 1000000007, r % 1000000007)
for x in (a, -a):
    for y in (b, -b, b * b, 12345678901234567890):
        q, r = divmod(x, y)
        assert q * y + r == x and (0 <= r < y or y < r <= 0), (x, y)
print(isqrt(2 * 10**100), isqrt(a) ** 2 <= a < (isqrt(a) + 1) ** 2)
n = 1
for i in range(300):
    n = n * 31 + i
    assert (n * n - 1) == (n - 1) * (n + 1)
    assert n * 12345 // 12345 == n
    assert (n << i) >> i == n
    assert int(str(n)) == n
    assert n ^ (n >> 1) ^ (n >> 1) == n
print(n % 10**12)
k = 2**1000 - 1
print(k * k == 2**2000 - 2**1001 + 1, (k + 1) * (k - 1) == k * k - 1, bin(k).count("1"), k // (2**500), (k % (2**521 - 1)) % 10**9)
m = 2**521 - 1
print(pow(3, m - 1, m) == 1, pow(12345, -1, m) * 12345 % m, pow(2, 10**6, 10**20 + 39))
big = 10**2000 + 12345
print(big * big % 10**10, big**3 // big**2 == big, (big * 7919) % 7919, big // 10**1990, (big**5).bit_length())
print(-(10**60) // 7, -(10**60) % 7, 10**60 // -7, 10**60 % -7, (2**200) // (2**100 - 1), (2**200) % (2**100 - 1))
pi, q, r, t, k, n, l, out = 0, 1, 0, 1, 1, 3, 3, []
while len(out) < 60:
    if 4 * q + r - t < n * t:
        out.append(n)
        q, r, n = 10 * q, 10 * (r - n * t), 10 * (3 * q + r) // t - 10 * n
    else:
        q, r, t, k, n, l = q * k, (2 * q + r) * l, t * l, k + 1, (q * (7 * k) + 2 + r * l) // (t * l), l + 2
print("".join(map(str, out)))
print(sum(i**20 for i in range(100)), -(-(2**64)) == 2**64, 2**64 - 2**64, 2**64 - (2**64 - 1), type(2**64 - 2**64).__name__)
