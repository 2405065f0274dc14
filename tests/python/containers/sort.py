import sys
def t(f, *a, **k):
    try: print(repr(f(*a, **k)))
    except Exception as e: print(type(e).__name__, e)
seed = 12345
def rnd(n):
    global seed
    seed = (seed * 1103515245 + 12345) % (1 << 31)
    return (seed >> 8) % n
def check(l, key=None, reverse=False):
    s = list(l); s.sort(key=key, reverse=reverse)
    k = key or (lambda x: x)
    assert len(s) == len(l)
    for i in range(len(s) - 1):
        a, b = k(s[i]), k(s[i + 1])
        assert not (a < b if reverse else b < a), (i, a, b)
    return s
for n in list(range(70)) + [127, 128, 129, 1000, 4097]:
    for span in (2, 10, 1 << 40):
        check([rnd(span) for _ in range(n)])
        check([rnd(span) / 3 for _ in range(n)], reverse=True)
        check([str(rnd(span)) for _ in range(n)])
        check([chr(rnd(3000) + 32) * rnd(4) for _ in range(n)])
        check([(rnd(span), rnd(5)) for _ in range(n)])
        s = check([(rnd(span), i) for i in range(n)], key=lambda p: p[0])
        assert all(a[0] < b[0] or a[1] < b[1] for a, b in zip(s, s[1:]))
        s = check([(rnd(span), i) for i in range(n)], key=lambda p: p[0], reverse=True)
        assert all(a[0] > b[0] or a[1] < b[1] for a, b in zip(s, s[1:]))
# runs
for shape in ("up", "down", "saw", "up+rand", "organ", "equal"):
    n = 5000
    l = {"up": list(range(n)), "down": list(range(n, 0, -1)), "saw": [i % 100 for i in range(n)], "up+rand": list(range(n)) + [rnd(n) for _ in range(50)],
         "organ": list(range(n // 2)) + list(range(n // 2, 0, -1)), "equal": [1] * n}[shape]
    class K:
        count = 0
        __slots__ = ("v",)
        def __init__(self, v): self.v = v
        def __lt__(self, o): K.count += 1; return self.v < o.v
    s = [K(v) for v in l]; s.sort(); assert [k.v for k in s] == sorted(l)
    print(shape, K.count < 12 * n * 2, K.count < 2 * n if shape in ("up", "down", "equal") else "")
print(sorted([3, 1, 2]), sorted("hello"), sorted({3: 1, 1: 2}), sorted([3, 1, 2], reverse=True), sorted(["b", "A", "c"], key=str.lower))
print(sorted([1, 1.5, True, 0, -2.5, 1 << 70, -(1 << 70)]), sorted(["é", "z", "a", "\u4e00", "\U0001f600"]))
print(sorted([0.0, -0.0, 0.0]), sorted([float("inf"), 1e300, -float("inf"), 5e-324]))
print(sorted([(1, "b"), (1, "a"), (0, "z")]), sorted([[2], [1, 5], []]), sorted([b"b", b"a", b"ab"]))
t(sorted, [1, "a"]); t(sorted, ["a", 1]); t(sorted, [None, None]); t(sorted, [1j, 2j]); t(sorted, 5); t(sorted); t(sorted, [1], 2); t(sorted, [1], foo=1)
t([1].sort, 1); t([1].sort, foo=1); t([2, 1].sort, key=5); t([2, 1].sort, reverse="x"); t([1].sort, key=None, reverse=0)
# the list while it is sorted
l = [3, 1, 2]
seen = []
def key(x): seen.append(list(l)); return x
l.sort(key=key); print(l, seen)
l = [3, 1, 2]
def key(x): l.append(x); return x
t(lambda: l.sort(key=key)); print(l)
l = [3, 1, 2]
def key(x): l[:] = [1, 2]; l.clear(); return x
t(lambda: l.sort(key=key)); print(l)
l = [5, 4, 3]
def key(x):
    if x == 3: raise ValueError("key")
    return x
t(lambda: l.sort(key=key)); print(l)
class X:
    n = 0
    def __init__(self, v): self.v = v
    def __lt__(self, o):
        X.n += 1
        if X.n == 40: raise KeyError("lt")
        return self.v < o.v
l = [X(rnd(100)) for _ in range(200)]; before = sorted(x.v for x in l)
t(lambda: l.sort()); print(len(l), sorted(x.v for x in l) == before)
class W:
    def __lt__(self, o): return "not a bool"
    def __repr__(self): return "W"
print(sorted([W(), W()]))
