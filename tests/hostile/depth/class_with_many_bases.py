# A class of thousands of bases.
# ends: ok, MemoryError
bases = tuple(type("B", (), {"a": i}) for i in range(2000))
C = type("C", bases, {})
assert C.a == 0 and len(C.__mro__) == 2002
class M(type):
    def __instancecheck__(self, x): return isinstance(x, self)
try:
    isinstance(1, M("x", (), {}))
except RecursionError:
    pass
