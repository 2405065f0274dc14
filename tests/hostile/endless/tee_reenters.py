# A tee whose source asks the tee.
# ends: ok
import itertools
class I:
    def __iter__(self): return self
    def __next__(self): return next(a)
a, b = itertools.tee(I())
try:
    next(a)
except (RuntimeError, RecursionError):
    pass
class J:
    n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration
        c.__init__() if False else None
        return list(itertools.islice(c, 0))
c = itertools.chain(J(), J())
list(c)
g = itertools.groupby(iter(lambda: next(g), 1))
try:
    next(g)
except (RecursionError, RuntimeError):
    pass
