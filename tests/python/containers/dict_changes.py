# Dictionaries that change while somebody looks.
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
def f():
    d = {1: 1, 2: 2}
    for k in d: d[k + 10] = 0
t(f)
def f():
    d = {1: 1, 2: 2}
    for k in d: del d[k]
t(f)
def f():
    d = {1: 1, 2: 2}
    for k, v in d.items(): d.clear()
t(f)
def f():
    d = {1: 1, 2: 2}
    for v in d.values(): d.pop(1); d[5] = 6
t(f)
def f():
    d = {1: 1, 2: 2, 3: 3}
    for k in d: d[k] = k * 10
    return d
t(f)
it = iter({1: 2}); print(next(it), list(it), list(it))
d = {1: 2}; it = iter(d); d[3] = 4
for _ in range(2): t(lambda: next(it))
del d[3]; t(lambda: next(it))
class E:
    def __init__(self, d, act): self.d, self.act = d, act
    def __hash__(self): return 1
    def __eq__(self, o):
        act, self.act = self.act, None
        if act: act(self.d)
        return False
def f():
    d = {}; d[E(d, dict.clear)] = 1
    d[1] = 2
    return len(d)
t(f)
def f():
    d = {}; e = E(d, lambda d: d.update({i: i for i in range(100, 200)})); d[e] = 1
    return d.get(1), len(d), d.pop(1, "none"), len(d)
t(f)
def f():
    d = {}; d[E(d, lambda d: d.popitem())] = 1
    return d.setdefault(1, 5), len(d)
t(f)
def f():
    a, b = {}, {}
    a[E(b, dict.clear)] = 1; b[E(a, dict.clear)] = 1
    return a == b, len(a), len(b)
t(f)
def f():
    d = {}; d[E(d, dict.clear)] = 1; d2 = {1: 5}
    d.update(d2); return len(d)
t(f)
class R:
    def __init__(self, d): self.d = d
    def __repr__(self): self.d.clear(); return "R"
d = {}; d[1] = R(d); d[2] = 3; print(d, d)
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
d = {1: D(1), 2: D(2)}; d[1] = None; print("-"); d.clear(); print("="); d = {D("k"): D("v"), 3: D("w")}; del d; print("end")
d = {i: D(i) for i in range(3)}; d.pop(1); print("popped"); d.popitem(); print("last"); d = None
s = {D(i) for i in range(1)}; s.clear(); print("set")
l = [D(i) for i in range(3)]; l.clear(); print("list"); l = [D(5), D(6), D(7)]; del l[:2]; print("slice"); l[:] = []; print("all"); l = [D(i) for i in range(6)]; del l[::2]; print("ext"); l *= 0; print("x")
