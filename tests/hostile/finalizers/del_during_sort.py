# Objects that die inside of sorts, comparisons and iterations.
# ends: ok
class C:
    def __init__(self, n): self.n = n
    def __lt__(self, other):
        D()
        return self.n < other.n
    def __eq__(self, other):
        D()
        return False
    def __hash__(self): return 1
class D:
    def __del__(self):
        x.reverse()
        s.discard(1)
        d.clear()
        d[len(x)] = C(1)
s = {1}
d = {C(1): 1}
x = [C(i % 7) for i in range(100)]
try:
    x.sort()
except ValueError:
    pass
x[:] = [C(i) for i in range(30)]
C(1) in x
try:
    C(5) in d
    d[C(6)] = 5
except RuntimeError:
    pass
