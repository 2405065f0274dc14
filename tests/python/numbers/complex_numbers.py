# complex: literals, arithmetic, repr, parsing, methods, errors.
a, b = 3 + 4j, 1 - 2j
print(a, b, a + b, a - b, a * b, a / b, a ** 2, a ** 0.5, -a, +a, abs(a), a.conjugate(), a.real, a.imag, a == 3 + 4j, a != b)
print(1j * 1j, 1j ** 2, 2 ** 1j, 1j ** 1j, 0j ** 0, (1 + 1j) ** -1, (1 + 1j) ** 10, 5 + 0j == 5, 5.0 == 5 + 0j, hash(5 + 0j) == hash(5))
print(repr(1j), repr(-1j), repr(0j), repr(-0j), repr(complex(-0.0, 1)), repr(complex(1, -0.0)), repr(complex(0, 1.5)), repr(1e100j), str(1 + 1e-10j), complex("inf"), complex("nan+infj"), complex(float("-inf"), float("nan")))
print(complex(), complex(1), complex(1, 2), complex("1+2j"), complex(" -1.5e3-2.5J "), complex("j"), complex("-j"), complex("(1+2j)"), complex("5"), complex(1.5, -2), complex(real=1, imag=2))
for bad in ("1 + 2j", "", "1+", "j1", "1+2", "(1+2j", "a", "1+2jj"):
    try:
        complex(bad)
    except ValueError as e:
        print(e)
for f in (lambda: a < b, lambda: a // b, lambda: a % b, lambda: divmod(a, b), lambda: int(a), lambda: float(a), lambda: round(a), lambda: a / 0, lambda: 0j ** -1, lambda: 0j ** 1j, lambda: complex("1", 2), lambda: complex(1, "2"), lambda: complex([]), lambda: a << 1, lambda: pow(a, 1, 2)):
    try:
        print(f())
    except (TypeError, ValueError, ZeroDivisionError) as e:
        print(type(e).__name__, e)
print(bool(0j), bool(1j), not 0j, 1j in [1j], {1 + 0j: "one"}[1], sum([1j, 2, 3.5]), a.__add__(1), a.__eq__(5), a.__bool__(), a.__abs__())
print(f"{a}", f"{a:.2f}", f"{a:>15}", f"{a:e}", f"{a:+.1f}", format(a, ""), "%s %r" % (a, a), f"{1j:g}")
try:
    f"{a:d}"
except ValueError as e:
    print(e)
try:
    f"{a:010}"
except ValueError as e:
    print(e)


class C:
    def __complex__(self):
        return 1 + 1j


class F:
    def __float__(self):
        return 2.5


print(complex(C()), complex(F()), complex(F(), 1), abs(-3j), abs(complex(float("inf"), float("nan"))), complex(3, 4).__hash__() == hash(3 + 4j), complex.from_number(3), type(a).__name__)
a += 1
a *= 1j
print(a, a.imag, (1 + 2j).real.is_integer(), 3.0 + 1j, 1j + True, 2 * 1j, 1j - 1, 1 - 1j, 1 / 1j, 1j / 2)
try:
    a.real = 1
except AttributeError as e:
    print(e)
