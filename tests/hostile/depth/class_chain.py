# A class hierarchy of thousands of levels.
# ends: ok, MemoryError, RecursionError
C = object
for i in range(800):
    C = type("C", (C,), {})
C().missing if hasattr(C(), "missing") else None
isinstance(C(), int)
assert len(C.__mro__) == 801
super(C, C()).__init__()
