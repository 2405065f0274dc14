# Dicts updated from themselves and from liars.
# ends: ok
d = {i: i for i in range(10)}
d.update(d); d |= d; d = {**d, **d}
class M:
    def __init__(self, keys): self.k = keys
    def keys(self): return self.k() if callable(self.k) else self.k
    def __getitem__(self, key):
        d.clear()
        return key
for keys in (5, None, [1, 2], [[]], lambda: iter(range(5)), lambda: d.keys(), lambda: d, lambda: 1 / 0, "abc"):
    d[1] = 1
    for use in (lambda: d.update(M(keys)), lambda: dict(M(keys)), lambda: {**M(keys)}, lambda: print(**M(keys), file=None), lambda: d.__ior__(M(keys))):
        try:
            use()
        except (TypeError, ZeroDivisionError, RuntimeError, ValueError):
            pass
for pairs in ([1], [(1,)], [(1, 2, 3)], ["ab", "c"], [[[], 1]], iter([(1, 2), None]), "ab", 5):
    try:
        d.update(pairs)
    except (TypeError, ValueError):
        pass
