# cmath: ordinary values to twelve digits, special values exactly, faults.
import cmath
import itertools
import math

NAMES = "acos acosh asin asinh atan atanh cos cosh exp log log10 sin sinh sqrt tan tanh".split()


def show(z):
    def part(x):
        return repr(x) if math.isinf(x) or math.isnan(x) or x == 0 else f"{x:.11e}"
    return f"({part(z.real)}, {part(z.imag)})"


def attempt(function, *args):
    try:
        return show(complex(function(*args)))
    except (ValueError, OverflowError) as error:
        return str(error)


SPECIAL = [-math.inf, -2.5, -0.0, 0.0, 2.5, math.inf, math.nan]
for name in NAMES:
    function = getattr(cmath, name)
    print(name, *[attempt(function, complex(x, y)) for x, y in itertools.product([-1.5, -1, 0.5, 1, 3], [-2, -0.0, 0.0, 1, 0.25])])
    print(*[attempt(function, complex(x, y)) for x, y in itertools.product(SPECIAL, SPECIAL)])
    print(*[attempt(function, z) for z in (1e308 + 1e308j, -1e300j, 1e-310 + 1e-310j, 711 + 1j, -711 + 2j, 1 + 1e-200j, 5, True)])
print(*[attempt(cmath.rect, x, y) for x, y in itertools.product(SPECIAL, SPECIAL)])
print(cmath.polar(3 + 4j), cmath.phase(-1), cmath.phase(complex(-1, -0.0)), attempt(cmath.log, 8, 2), attempt(cmath.log, 2j, 1j),
      attempt(cmath.log, 2, 1), attempt(cmath.log, 0), attempt(cmath.log, 5, 0))
print(cmath.isclose(1, 1 + 1e-10j), cmath.isclose(1, 1.1, rel_tol=0.2), cmath.isclose(cmath.inf, cmath.inf), cmath.isclose(1, cmath.infj),
      cmath.isfinite(1j), cmath.isinf(cmath.infj), cmath.isnan(cmath.nanj), cmath.pi, cmath.e, cmath.tau, cmath.inf, cmath.nan, cmath.infj)
for call in (lambda: cmath.sqrt("x"), lambda: cmath.isclose(1, 2, rel_tol=-1), lambda: cmath.polar(1e308 + 1.5e308j), lambda: cmath.rect(1j, 2),
             lambda: cmath.exp()):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
