# Arithmetic that returns nonsense, mutates its operands, recurses both ways.
# ends: ok
class N:
    def __add__(self, other): return NotImplemented
    __radd__ = __add__
    def __sub__(self, other): return other - self
    __rsub__ = __sub__
    def __float__(self): return "x"
    def __int__(self): return 1.5
    def __complex__(self): return 1
    def __bool__(self): return 2
    def __round__(self, n=None): return self
    def __trunc__(self): return self
    def __divmod__(self, other): return 5
    def __pow__(self, other, mod=None): return self
    def __abs__(self): return -1
    def __neg__(self): return NotImplemented
    def __len__(self): return 1.5
    def __str__(self): return 5
    def __repr__(self): return None
    def __format__(self, spec): return b"x"
    def __hash__(self): return "x"
    def __dir__(self): return 5
    def __sizeof__(self): return -1
    def __lt__(self, other): raise StopIteration
    def __contains__(self, x): raise StopIteration
import math, sys
n = N()
for use in (lambda: n + n, lambda: n - n, lambda: float(n), lambda: int(n), lambda: complex(n), lambda: bool(n), lambda: round(n), lambda: divmod(n, 1), lambda: pow(n, 1, 2), lambda: abs(n), lambda: -n, lambda: len(n), lambda: str(n), lambda: repr(n),
            lambda: f"{n}", lambda: hash(n), lambda: dir(n), lambda: sys.getsizeof(n), lambda: n < n, lambda: 1 in n, lambda: sum([n, n]), lambda: math.floor(n), lambda: math.sqrt(n), lambda: range(n), lambda: [n].sort(), lambda: {n}, lambda: "%d" % n,
            lambda: math.fsum([n]), lambda: max([n, n]), lambda: math.hypot(n), lambda: 1 if n else 2, lambda: not n, lambda: print(n, file=None)):
    try:
        use()
    except (TypeError, RecursionError, ValueError, StopIteration):
        pass
