# issubclass walks up bases that never end.
# ends: limit time, limit steps, RecursionError
class F:
    @property
    def __bases__(self): return bases
f = F()
bases = (f,)
issubclass(f, (int, f))
