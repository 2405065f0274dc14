def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
l = list(range(10))
for s in [slice(2, 5), slice(None), slice(None, None, -1), slice(-3, None), slice(8, 2, -2), slice(0, 100, 3), slice(5, 2), slice(-100, 100),
          slice(None, None, 100), slice(3, None, -100), slice(1 << 70, None, -1), slice(None, -(1 << 70), -1), slice(True, 4)]:
    print(s, l[s], tuple(l)[s], "0123456789"[s], b"0123456789"[s], range(10)[s], s.indices(10))
def ass(base, s, v):
    l = list(base)
    try: l[s] = v
    except Exception as e: print(type(e).__name__, e)
    print(l)
r5 = range(5)
ass(r5, slice(1, 3), "abcd"); ass(r5, slice(1, 3), ""); ass(r5, slice(3, 1), "xy"); ass(r5, slice(5, 5), [9]); ass(r5, slice(-1, None), (7, 8))
ass(r5, slice(None, None, 2), "abc"); ass(r5, slice(None, None, -2), "abc"); ass(r5, slice(None, None, 2), "ab"); ass(r5, slice(0, 0, 2), "")
ass(r5, slice(1, 3), 5); ass(r5, slice(None, None, 2), 5); ass(r5, slice(None, None, 0), "a"); ass(r5, slice("a", 2), "a"); ass(r5, slice(4, 1, -1), [1, 2, 3])
ass(r5, slice(1, 3), (x * x for x in range(3))); ass(r5, slice(0, 0), {1: 2}); ass(r5, slice(10, 20), "q")
l = [1, 2, 3]; l[:] = l; print(l); l[1:1] = l; print(l); l[::-1] = l; print(l); l[::2] = l[::2]; print(l)
for s in [slice(1, 3), slice(None), slice(None, None, 2), slice(None, None, -2), slice(4, 0, -3), slice(3, 1), slice(1, None, 3), slice(None, 3)]:
    l = list(range(7)); del l[s]; print(s, l)
l = [1, 2]; t(lambda: l["a"]); t(lambda: l[1.0]); t(lambda: l[2]); t(lambda: l[-3]); t(lambda: l[1 << 70]); t(lambda: l[::0]); t(lambda: l["a":]); t(lambda: l[True])
p = (1, 2); t(lambda: p[5]); t(lambda: p["a"]); t(lambda: p[1 << 70]); t(lambda: p[-1])
def f(): l[5] = 1
t(f)
def f(): l["a"] = 1
t(f)
def f(): del l[5]
t(f)
def f(): del l["a"]
t(f)
def f(): (1,)[0] = 1
t(f)
def f(): del (1,)[0]
t(f)
class I:
    def __init__(self, v): self.v = v
    def __index__(self): return self.v
print(list(range(10))[I(2):I(8):I(3)], [1, 2, 3][I(1)])
t(lambda: [1][I("x")]); t(lambda: [1][I(1.5):])
l = [1, 2, 3, 4]
class Shrink:
    def __index__(self): l.clear(); return 2
t(lambda: l[Shrink()]); l = [1, 2, 3]; t(lambda: l[:Shrink()]); l = [1, 2, 3, 4]
def f(): l[Shrink()] = 5
t(f); l = [1, 2, 3, 4]
def f(): l[Shrink():] = "ab"
t(f); print(l); l = [1, 2, 3, 4]
def f(): del l[Shrink()]
t(f); print(l)
l = [1, 2, 3, 4]
def gen():
    l.clear(); yield 1; yield 2
l[1:3] = gen(); print(l)
s = slice(1, 2, 3); print(s, s.start, s.stop, s.step, s == slice(1, 2, 3), s != slice(1, 2), slice(1) < slice(2), hash(s) == hash(slice(1, 2, 3)), slice(5))
t(lambda: slice()); t(lambda: slice(1, 2, 3, 4)); t(lambda: slice(a=1)); t(lambda: s.indices(-1)); t(lambda: s.indices("a")); t(lambda: slice("a").indices(5)); t(lambda: slice(None, None, 0).indices(5))
print(slice(1, 1 << 80, 1 << 70).indices(1 << 90), slice(None, None, -(1 << 70)).indices(1 << 80), slice(-5, None).indices(1 << 70))
print(s.__reduce__(), {slice(1): 2}[slice(1)])
