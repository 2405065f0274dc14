# __hash__ that lies, raises, changes, is huge.
# ends: ok
class H:
    def __init__(self, h): self.h = h
    def __hash__(self):
        self.h = self.h() if callable(self.h) else self.h
        return self.h
    def __eq__(self, other): return isinstance(other, H)
for h in (1 << 200, -1, -(1 << 300), "x", None, 1.5, True, lambda: 1 / 0):
    try:
        x = {H(h): 1}
        x[H(h)]
        {H(h)} | {H(h)}
        hash((H(h),))
    except (TypeError, ZeroDivisionError, KeyError):
        pass
class Moving:
    n = 0
    def __hash__(self):
        Moving.n += 1
        return Moving.n
keys = [Moving() for i in range(100)]
d = dict.fromkeys(keys)
s = set(keys)
for k in keys:
    d.pop(k, None)
    s.discard(k)
    d[k] = 1
d.copy(); s.copy(); dict(d); list(d.items())
assert len(d) >= 100
