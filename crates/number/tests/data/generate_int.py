"""Writes the integer tables of this folder; run with CPython 3.14 from this folder."""
import math
import operator
import random

random.seed(20)
EDGES = [0, 1, 2, 3, 7, 2**31, 2**63 - 1, 2**63, 2**64 - 1, 2**64, 2**64 + 1, 2**127, 2**128 - 1,
         2**128, 2**192 - 2**64, 2**192 - 1, (2**64 - 1) * 2**64, 10**19, 10**40]


def number(top):
    kind = random.random()
    if kind < 0.3:
        n = random.choice(EDGES)
    elif kind < 0.5:
        n = random.getrandbits(random.randint(1, 64))
    elif kind < 0.6:
        a, b = sorted(random.sample(range(top), 2))
        n = 2**b - 2**a
    else:
        n = random.getrandbits(random.randint(1, top))
    return n if random.random() < 0.6 else -n


def line(out, *fields):
    print(*fields, sep="\t", file=out)


def outcome(function, *args):
    try:
        result = function(*args)
    except (ValueError, OverflowError, ZeroDivisionError) as error:
        return f"{type(error).__name__}: {error}"
    return f"{result:x}" if isinstance(result, int) else result


def arithmetic(out):
    ops = {"+": operator.add, "-": operator.sub, "*": operator.mul, "//": operator.floordiv,
           "%": operator.mod, "&": operator.and_, "|": operator.or_, "^": operator.xor,
           "gcd": math.gcd}
    for name, op in ops.items():
        for i in range(120):
            a, b = number(500), number(500 if i % 2 else 150)
            if name in ("//", "%") and b == 0:
                continue
            line(out, name, f"{a:x}", f"{b:x}", f"{op(a, b):x}")
    for i in range(60):
        a, n = number(300), random.choice([0, 1, 63, 64, 65, 127, 128, 129, random.randint(0, 400)])
        line(out, "<<", f"{a:x}", f"{n:x}", f"{a << n:x}")
        line(out, ">>", f"{a:x}", f"{n:x}", f"{a >> n:x}")
        line(out, "isqrt", f"{abs(a):x}", "0", f"{math.isqrt(abs(a)):x}")
        line(out, "~", f"{a:x}", "0", f"{~a:x}")
        line(out, "bits", f"{a:x}", "0", f"{a.bit_length() * 1000 + a.bit_count():x}")
        line(out, "hash", f"{a:x}", "0", f"{hash(a):x}")
        a, n = number(130), random.randint(0, 20)
        line(out, "**", f"{a:x}", f"{n:x}", f"{a ** n:x}")
    line(out, "isqrt", f"{3**2000:x}", "0", f"{math.isqrt(3**2000):x}")


def powers(out):
    for i in range(200):
        size = random.choice([20, 64, 130, 300])
        base, exponent, modulus = number(size), number(size), number(size)
        if i % 3 == 0:
            modulus |= 1
        if i % 4 == 0:
            exponent = abs(exponent)
        line(out, f"{base:x}", f"{exponent:x}", f"{modulus:x}",
             outcome(pow, base, exponent, modulus))
    p = 2**521 - 1
    line(out, "3", f"{p - 1:x}", f"{p:x}", "1")
    base, exponent, modulus = (random.getrandbits(2100) for _ in range(3))
    for modulus in (modulus | 1, modulus & ~1):
        line(out, f"{base:x}", f"{exponent:x}", f"{modulus:x}", outcome(pow, base, exponent, modulus))


def division(out):
    cases = [(number(1200), number(1200)) for _ in range(150)]
    cases += [(number(120), number(120)) for _ in range(150)]
    half = 2**53 + 1
    cases += [(half * 2**i, 1) for i in (0, 1, 900, 970, 971, 972)]
    cases += [(half * 2**9 + 1, 2**9), (1, 2**1074), (1, 2**1075), (3, 2**1076), (1, 2**1076),
              (2**1074 + 1, 2**2149), (2**53 - 1, 2**1127), (2**54 - 1, 2**1129),
              (2**1024 - 2**970, 1), (2**1024 - 2**970 - 1, 1), (2**1024, 1), (0, -5), (-7, 2)]
    for a, b in cases:
        if b:
            result = outcome(operator.truediv, a, b)
            line(out, f"{a:x}", f"{b:x}", result.hex() if isinstance(result, float) else result)


def floats(out):
    values = [0.0, -0.0, 0.5, -0.5, 1.0, -1.5, 5e-324, 2.0**53, 2.0**63, -2.0**64, 1e300, -1e22,
              1.7976931348623157e308, 2.2250738585072014e-308, math.pi, 0.1]
    values += [math.ldexp(random.random(), random.randint(-1074, 1023)) for _ in range(40)]
    for x in values:
        n, d = x.as_integer_ratio()
        line(out, x.hex(), f"{int(x):x}", f"{n:x}", f"{d:x}", hash(x))


def to_float(out):
    cases = [number(200) for _ in range(100)]
    for bits in (53, 54, 55, 64, 65, 128, 200, 1023, 1024):
        top = 2**bits
        step = max(1, top >> 54)
        cases += [top + k * step + e for k in (-3, -2, -1, 0, 1, 2, 3) for e in (-1, 0, 1)]
    for n in cases:
        result = outcome(float, n)
        line(out, f"{n:x}", result.hex() if isinstance(result, float) else result)


def compare(out):
    for _ in range(200):
        n = number(1100)
        x = random.choice([float(n) if abs(n) < 2**1000 else 1.5, random.uniform(-3, 3) * 2**60,
                           math.inf, -math.inf, 0.5, -0.0, 2.0**64, -2.0**63])
        k = n + random.choice([-1, 0, 0, 1])
        line(out, f"{k:x}", x.hex(), (k > x) - (k < x))


def parse(out):
    texts = ["0", "-0", "+5", " 12 ", "1_000", "1__0", "_1", "1_", "0x", "0x1f", "0X1F", "0x_1f",
             "0x1f_", "0x__1", "0b101", "0o17", "0b102", "00", "0_0", "01", "0_1", "- 1", "--1",
             "", " ", "+", "z", "Zz", "1 2", "\t\n5\r\x0b\x0c", "\x1c5", "5\x00", "0b", "0x-1",
             "9223372036854775807", "9223372036854775808", "-9223372036854775808",
             "123456789012345678", "1234567890123456789", "18446744073709551616", "1e5", "1.0",
             "0_x1", "_0x1", "0xg", "b1", "0b_1", "0b__1", "7" * 90, "-" + "z9" * 40, "1" * 200]
    texts += [str(number(600)) for _ in range(20)]
    for text in texts:
        for base in (0, 2, 3, 8, 10, 16, 36, 1, 37):
            if base in (2, 3, 8, 37, 1) and random.random() < 0.5:
                continue
            result = outcome(int, text, base)
            if "literal" in result:
                result = "literal"
            line(out, text.encode().hex() or "-", base, result)


def text(out):
    cases = [0, 9, 10, 99, 100, 10**18, 10**19 - 1, 10**19, 10**38 - 1, 10**38, 2**64 - 1, 2**64]
    cases += [abs(number(700)) for _ in range(50)]
    for n in cases:
        line(out, f"{n:x}", str(n), f"{n:b}", f"{n:o}")


def byte_strings(out):
    for _ in range(250):
        n = number(200)
        if random.random() < 0.3:
            n = random.choice([1, -1]) * 2 ** random.choice([7, 8, 15, 63, 64, 127, 128]) + random.choice([-1, 0, 1])
        length = max(0, (n.bit_length() + random.randint(-8, 16)) // 8)
        order, signed = random.choice(["little", "big"]), random.random() < 0.5
        try:
            result = n.to_bytes(length, order, signed=signed).hex() or "-"
        except OverflowError as error:
            result = f"OverflowError: {error}"
        line(out, f"{n:x}", length, order, int(signed), result)


for table in (arithmetic, powers, division, floats, to_float, compare, parse, text, byte_strings):
    with open(f"int_{table.__name__}.tsv", "w", newline="\n") as out:
        table(out)
