# Cycles that resurrect parts of one another.
# ends: ok
import gc, weakref
kept = []
class N:
    def __init__(self): self.w = weakref.ref(self, lambda r: kept.append(r) if len(kept) < 50 else None)
    def __del__(self):
        kept.append(self.other)
        self.other = None
for i in range(100):
    a, b = N(), N()
    a.other, b.other = b, a
    del a, b
gc.collect(); gc.collect()
kept.clear()
gc.collect()
