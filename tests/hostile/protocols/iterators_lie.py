# __iter__ and __next__ that return nonsense.
# ends: ok
class I:
    def __init__(self, v): self.v = v
    def __iter__(self): return self.v
class N:
    def __iter__(self): return self
    def __next__(self): raise error
for v in (None, 5, [], I(1), "x", type):
    for use in (lambda: list(I(v)), lambda: [*I(v)], lambda: sum(I(v)), lambda: dict(I(v)), lambda: sorted(I(v)), lambda: zip(I(v)), lambda: max(I(v)), lambda: 1 in I(v)):
        try:
            use()
        except TypeError:
            pass
for error in (StopIteration, StopIteration([1]), StopAsyncIteration, RuntimeError, IndexError, KeyError, MemoryError, RecursionError, GeneratorExit):
    for use in (list, tuple, set, sum, sorted, lambda n: dict.fromkeys(n), lambda n: "".join(n), lambda n: b"".join(n), lambda n: max(n, default=1), lambda n: list(zip(n, n)), lambda n: list(map(abs, n)), bytes, lambda n: [*n], any):
        try:
            use(N())
        except (StopAsyncIteration, RuntimeError, IndexError, KeyError, MemoryError, RecursionError, GeneratorExit, TypeError):
            pass
