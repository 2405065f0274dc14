def t(f, *a):
    try: print(repr(f(*a)))
    except Exception as e: print(type(e).__name__, e)
print((), (1,), (1, 2), ((1,), ()), tuple(), tuple([1, 2]), tuple("ab"), tuple(range(3)), tuple({1: 2}))
x = (1, 2); print(tuple(x) is x, x + () is x, () + x is x, x * 1 is x, x[:] is x, tuple() is tuple([]), (1,) * 0 is tuple())
print(x + (3,), x * 2, 2 * x, x * -1, 1 in x, 5 in x, x.index(2), x.count(1), len(x), x[-1], hash(x) == hash((1, 2)), hash(()) == hash(()))
t(lambda: x + [1]); t(lambda: x + 5); t(lambda: x * 1.5); t(lambda: x * "a"); t(lambda: x * (1 << 70)); t(x.index, 9); t(x.index, 1, 1); t(lambda: hash(([],))); t(tuple, 1); t(tuple, 1, 2); t(lambda: tuple(a=1)); t(lambda: x.append)
print(hash(()), hash((1,)), hash((1, 2, 3)), hash((1.5, (2, 3))), hash((-1, -2)), hash((None,)) == hash((None,)))
r = []; tt = (r,); r.append(tt); print(tt)
class P(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
    def total(self): return sum(self)
p = P(1, 2, 3); print(p, p.total(), type(p), type(p[:2]), type(p + (4,)), p == (1, 2, 3), hash(p) == hash((1, 2, 3)), {p: 1}[(1, 2, 3)], P.__mro__)
p.extra = 5; print(p.extra, p.__dict__)
class N(tuple):
    __slots__ = ()
    a = property(lambda self: self[0])
print(N("xy").a, N(), len(N([1])), isinstance(N(), tuple)); t(lambda: setattr(N(), "q", 1))
print((1, 2) == (1.0, 2.0), (1, 2) < (1, 2, 0), (1, "a") == (1, "b"), (0,) < (False, 1)); t(lambda: (1,) < ("a",))
a, *b, c = (1, 2, 3, 4); print(a, b, c); (d, e), f = (1, 2), 3; print(d, e, f)
import sys, time
v = sys.version_info; print(v[:2] == (v.major, v.minor), v >= (3, 14), type(v).__name__, isinstance(v, tuple), len(v), v.n_fields, v.n_sequence_fields, type(v).__match_args__); t(lambda: type(v)()); t(lambda: v.foo)
def g(): v.major = 5
t(g)
s = time.struct_time(range(9)); print(s, s.tm_year, s[8], s.tm_zone, s == tuple(range(9)), tuple(s)); t(time.struct_time, (1, 2)); t(time.struct_time, 5); t(time.struct_time, range(12)); print(time.struct_time(range(11)).tm_gmtoff, time.struct_time.n_fields, s.__reduce__(), s.__replace__(tm_year=99).tm_year)
