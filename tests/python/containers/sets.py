def t(f, *a):
    try: print(repr(f(*a)))
    except Exception as e: print(type(e).__name__, e)
S = lambda s: sorted(s)
s = {3, 1, 2, 3, 1.0, True}; print(S(s), len(s), 1 in s, "a" in s)
s.add(5); s.add(5); s.discard(9); s.discard(1); s.remove(2); print(S(s)); t(s.remove, 99); t(s.remove, [1]); t(s.add, [1]); t(s.add, {}); t(s.discard, []); t(lambda: [] in s); t(set().pop)
print(S({1, 2} | {2, 3}), S({1, 2} & {2, 3}), S({1, 2} - {2, 3}), S({1, 2} ^ {2, 3}), {1} <= {1, 2}, {1, 2} < {1, 2}, {1, 2} > {1}, {1} >= {2}, {1} == {1.0}, {1} != {2}, {1} == frozenset([1]), set() == [])
t(lambda: {1} | [2]); t(lambda: {1} & 5); t(lambda: {1} < [1]); t(lambda: {1} + {2}); t(lambda: hash({1}))
print(S({1}.union([2], (3,), {4: 5})), S({1, 2, 3}.intersection([2, 3], [3, 4])), S({1, 2, 3}.difference([1], {2})), S({1, 2}.symmetric_difference([2, 3, 3])), {1}.isdisjoint([2]), {1}.isdisjoint({1}), {1}.issubset([1, 2]), {1, 2}.issuperset([1]))
s = {1, 2, 3}; s |= {4}; s &= {2, 3, 4, 5}; s -= {2}; s ^= {3, 9}; print(S(s)); s.update([1], "a"); s.intersection_update([1, 4, 9]); s.difference_update([1]); s.symmetric_difference_update([4, 7]); print(S(s)); s.clear(); print(s)
try: s |= [1]
except TypeError as e: print(e)
t(s.update, 5); t(s.union, 5); t(s.symmetric_difference, 1, 2); t(set, 1); t(set, [], []); t(lambda: set(a=1)); t(frozenset, [], []); t(lambda: frozenset(a=1)); t(set, [[]])
f = frozenset([1, 2]); print(f, hash(f) == hash(frozenset([2, 1])), f == {1, 2}, type(f | {3}), type({3} | f), f.copy() is f, frozenset(f) is f, frozenset(), repr(set()), {f: 1}[frozenset([2, 1])])
t(lambda: f.add(1)); print(hash(frozenset()), hash(frozenset([1])), hash(frozenset([1, 2, 3])), hash(frozenset([frozenset([1])])))
g = f; g |= {9}; print(S(g), S(f)); x = {frozenset([1])}; print({1} in x); x.discard({1}); print(x)
class A(set): pass
class F(frozenset): pass
print(type(A([1]) | {2}), type(A([1]).copy()), A([1]), F([1]), type(F([1]) | {1}), A([1]) == {1}, type(F([1]).copy()), A())
r = set(); 
class R:
    def __repr__(self): return repr(r)
    def __hash__(self): return 1
r.add(R()); print(r)
def f():
    s = {1, 2}
    for x in s: s.add(x + 10)
t(f)
def f():
    s = {1, 2}
    for x in s: s.clear()
t(f)
it = iter({5}); print(it.__length_hint__(), next(it), it.__length_hint__(), list(it), type(it).__name__)
class H:
    def __init__(self, v, s=None): self.v, self.s = v, s
    def __hash__(self): return 3
    def __eq__(self, o):
        if self.s is not None: self.s.clear()
        return self.v == getattr(o, "v", None)
s = {H(i) for i in range(30)}; print(len(s), H(7) in s, H(77) in s); s -= {H(3), H(4)}; print(len(s))
s = set(); s.add(H(1, s)); s.add(H(2)); print(len(s))
big = set(range(1000)); 
while len(big) > 5: big.pop()
print(len(big)); b = set(range(100)); b &= set(range(50, 200)); print(len(b), sum(b), S(set("hello")), len({(), "", 0, None, False, 0.0, frozenset()}))
print({n for n in "aab"} == {"a", "b"}, set(range(3)) | set(range(2, 5)) == set(range(5)), {*[1, 2], *(3,)} == {1, 2, 3})
