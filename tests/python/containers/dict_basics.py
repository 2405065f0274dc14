def t(f, *a, **k):
    try: print(repr(f(*a, **k)))
    except Exception as e: print(type(e).__name__, e)
d = {"a": 1, 2: "b", None: 3.5, (1, 2): [4]}
print(d, len(d), d["a"], d[2], d[None], d[(1, 2)], d.get("x"), d.get("x", 5), "a" in d, "x" in d, 2.0 in d, True in {1: 2})
t(lambda: d["missing"]); t(lambda: d[[1]]); t(lambda: d.get([1])); t(lambda: [1] in d); t(lambda: {}[(1, [2])]); t(lambda: d.pop("zz")); t(lambda: d.pop("zz", 1)); t(lambda: {}.popitem())
def f(): del d["zz"]
t(f)
def f(): d[{}] = 1
t(f)
d[True] = "true"; d[1] = "one"; d[1.0] = "float"; print(d)
del d[2]; d[2] = "back"; print(list(d), d.popitem(), list(d.items()), list(d.values()), list(reversed(d)))
print(d.setdefault("a", 9), d.setdefault("new", 9), d.setdefault("none"), d)
print(dict(), dict({1: 2}), dict([(1, 2), [3, 4], "ab"]), dict(a=1, b=2), dict({1: 2}, x=3), dict(zip("abc", range(3))), dict(dict(a=1), a=2))
t(dict, 1); t(dict, [1]); t(dict, [(1, 2, 3)]); t(dict, ["a"]); t(dict, [()]); t(dict, {}, {}); t(dict, [(1, 2), 3]); t(dict, [([], 1)])
print(dict.fromkeys("abc"), dict.fromkeys([1, 2], 0), dict.fromkeys({1: 5}), {}.fromkeys((1,), 2)); t(dict.fromkeys); t(dict.fromkeys, 5)
a = {1: 2}; a.update({3: 4}); a.update([(5, 6)]); a.update(x=7); a.update(); print(a); t(a.update, 1); t(a.update, {}, {}); t(a.update, [1])
a |= {8: 9}; print(a, {1: 2} | {1: 3, 4: 5}); a |= [(10, 11)]; print(a); t(lambda: {} | [(1, 2)]); t(lambda: {} | 5)
try: a |= 5
except TypeError as e: print(e)
c = a.copy(); c.clear(); print(len(a), c, a == dict(a), {1: 2, 3: 4} == {3: 4, 1: 2}, {1: 2} == {1: 3}, {1: 2} != {1: 2}, {} == [])
t(lambda: {} < {}); t(hash, {}); t(lambda: {}.keys() < 5)
r = {}; r["self"] = r; r["list"] = [r]; print(r)
class M(dict):
    def __missing__(self, k): return "missing " + str(k)
m = M(a=1); print(m["a"], m["b"], m.get("b"), len(m), m, type(m.copy()), M.fromkeys("x"), type(M.fromkeys("x")))
class Map:
    def keys(self): return iter(["p", "q"])
    def __getitem__(self, k): return k * 2
print(dict(Map()), {**Map(), "z": 1}, dict(Map(), p=5))
t(lambda: {**5}); t(lambda: {**[1]}); t(lambda: dict(**{"a": 1}, **{"a": 2})); t(lambda: dict(**{1: 2}))
# order and growth
big = {}
for i in range(2000): big[i * 7 % 2003] = i
for i in range(0, 2003, 3): big.pop(i, None)
for i in range(5000, 5100): big[str(i)] = i
assert [k for k in big] == list(big.keys()) and len(big) == sum(1 for _ in big)
print(len(big), list(big)[:8], list(big)[-3:], 7 in big, 3 in big, "5050" in big, sum(k for k in big if isinstance(k, int)))
for i in range(1000):
    big["k%d" % i] = i; del big["k%d" % i]
print(len(big))
q = {}
for i in range(300): q[i] = i
while len(q) > 3: q.popitem()
print(q); q.clear(); q[1] = 2; print(q)
# keys whose hashes collide, and equality that runs Python
class H:
    def __init__(self, v): self.v = v
    def __hash__(self): return 7
    def __eq__(self, o): return isinstance(o, H) and self.v == o.v
    def __repr__(self): return "H%d" % self.v
h = {H(i): i for i in range(20)}; print(len(h), h[H(13)], H(25) in h, h.pop(H(0)), len(h), list(h)[:3])
class Str(str):
    def __eq__(self, o): return NotImplemented if not isinstance(o, str) else str(self) == str(o)
    def __hash__(self): return hash(str(self))
s = {Str("a"): 1}; print(s["a"], s.get("b"), "a" in s)
print({1: "a", True: "b", 1.0: "c"}, {0: 1, False: 2, -0.0: 3}, {"": 0, b"": 1}, {(): 1, frozenset(): 2})
n = float("nan"); dn = {n: 1}; print(dn[n], n in dn, float("nan") in dn)
print({-1: "a", -2: "b"}[-2], {1 << 61: 1}[1 << 61], {(1 << 61) - 1: "m", 0: "z"}, {1e300: 2}[1e300], {10 ** 30: 1}[10 ** 30], {2.0 ** 70: 1}.get(1 << 70))
