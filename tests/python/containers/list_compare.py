def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
pairs = [([], []), ([1], []), ([1, 2], [1, 3]), ([1, 2], [1, 2, 0]), ([2], [1, 9, 9]), (["a"], ["b"])]
for a, b in pairs:
    print(a, b, a == b, a != b, a < b, a <= b, a > b, a >= b)
for a, b in pairs:
    a, b = tuple(a), tuple(b)
    print(a, b, a == b, a != b, a < b, a <= b, a > b, a >= b)
t(lambda: [1] < (1,)); t(lambda: [1] < ["a"]); t(lambda: [1] == (1,)); t(lambda: [1] != (1,)); t(lambda: (1,) < [1]); t(lambda: [1, None] < [1, 2])
a = []; a.append(a); b = []; b.append(b)
try: a == b
except RecursionError: print("RecursionError")
class A(list): pass
print(A([1]) == [1], [1] == A([1]), A([1]) < [2], type(A([1]) + [2]), type(A([1]) * 2), type(A([1])[:]), A("ab"))
class B(list):
    def __init__(self, x, y=0): super().__init__(x); self.y = y
b = B("xy", y=5); print(b, b.y, len(b), b[0])
class C(list):
    def __eq__(self, o): return "ceq"
    def __lt__(self, o): return "clt"
print([1] == C(), C() == [1], [1] < C(), [1] > C())
class D(list):
    def __getitem__(self, i): return "item"
    def __len__(self): return 42
    def __iter__(self): return iter("own")
d = D([1, 2]); print(d[0], len(d), list(d), [*d], d, sorted(d))
# changes while comparing
class Evil:
    def __init__(self, l): self.l = l
    def __eq__(self, o): self.l.clear(); return True
l = []; l.extend([Evil(l), 1, 2]); print(l == [0, 1, 2], l)
l = []; l.extend([Evil(l), 1, 2]); print(5 in l, l)
l = []; l.extend([Evil(l), 1, 2]); l.remove(5); print(l)
l = []; l.extend([1, Evil(l), 2]); print(l.count(7), l)
