# Finalizers that bring their object back.
# ends: ok
saved = []
class C:
    def __del__(self):
        saved.append(self)
c = C()
del c
assert len(saved) == 1
saved.clear()
assert saved == []
import gc
class D:
    def __init__(self): self.me = self
    def __del__(self):
        saved.append(self)
D(); gc.collect()
assert len(saved) == 1
x = saved.pop(); del x; gc.collect()
assert saved == []
