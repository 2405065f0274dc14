# Comparisons that never agree with themselves.
# ends: ok
import random
r = random.Random(1)
class C:
    def __lt__(self, other): return r.random() < 0.5
class A:
    def __lt__(self, other): return True
class N:
    def __lt__(self, other): return NotImplemented
    def __gt__(self, other): return None
class X:
    def __lt__(self, other): raise StopIteration
for kind in (C, A, N, X):
    x = [kind() for i in range(300)]
    try:
        x.sort(); sorted(x, reverse=True); min(x); max(x)
    except StopIteration:
        pass
    assert len(x) == 300
nan = float("nan")
x = [nan, 1.0, nan, 0.0] * 100
x.sort()
assert len(x) == 400
