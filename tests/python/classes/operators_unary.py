# Unary operators and conversions: neg, pos, invert, abs, int, float, complex, round, index, bool, trunc.
import math


class Num:
    def __neg__(self): return "neg"
    def __pos__(self): return "pos"
    def __invert__(self): return "invert"
    def __abs__(self): return "abs"
    def __int__(self): return 42
    def __float__(self): return 1.5
    def __complex__(self): return 1 + 2j
    def __round__(self, n=None): return ("round", n)
    def __trunc__(self): return "trunc"
    def __floor__(self): return "floor"
    def __ceil__(self): return "ceil"
    def __index__(self): return 3
    def __bool__(self): return False


n = Num()
print(-n, +n, ~n, abs(n), int(n), float(n), complex(n), round(n), round(n, 2), bool(n), not n)
print(math.trunc(n), math.floor(n), math.ceil(n), math.sqrt(n))
items = list("abcdef")
print(items[n], items[n:], items[:n], "x" * n, bin(n), hex(n), oct(n), range(n), chr(n) == "\x03", bytes(n))
items[n] = "D"
print(items, [1, 2, 3, 4].pop(n), (5).__add__(2), "%d" % n, "%x" % n, format(3, "d"))


class Index:
    def __init__(self, v):
        self.v = v

    def __index__(self):
        return self.v


print(int(Index(7)), float(Index(7)), complex(Index(7)), [0, 1, 2][Index(-1)], 2 ** 10 >> 3, round(2.567, Index(1)))
for bad in ("x", 1.5, None):
    for f in (lambda i: [1][i], int, lambda i: range(i), lambda i: "a" * i):
        try:
            f(Index(bad))
        except TypeError as e:
            print(e)


class Nothing:
    pass


for f in (lambda x: -x, lambda x: +x, lambda x: ~x, abs, int, float, complex, round, lambda x: [1][x], hex,
          math.floor, math.trunc):
    try:
        f(Nothing())
    except TypeError as e:
        print(e)


class BadInt:
    def __int__(self): return "no"
    def __float__(self): return 1
    def __complex__(self): return 1.0
    def __bool__(self): return None
    def __len__(self): return "x"
    def __hash__(self): return 1.5
    def __str__(self): return 5
    def __repr__(self): return None
    def __bytes__(self): return "x"
    def __format__(self, spec): return 1
    def __index__(self): return []


for f in (int, float, complex, bool, len, hash, str, repr, bytes, format, lambda x: f"{x}", lambda x: [1][x], "{}".format):
    try:
        f(BadInt())
    except TypeError as e:
        print(e)


class Neg(int):
    def __neg__(self):
        return Neg(int(self) + 100)


print(-Neg(5), - -Neg(5), -True, +False, not 0)
