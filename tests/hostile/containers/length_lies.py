# __len__ and __length_hint__ that lie.
# ends: ok
class L(list):
    def __len__(self): return n
    def __length_hint__(self): return n
class I:
    def __init__(self): self.left = 10
    def __iter__(self): return self
    def __next__(self):
        if not self.left: raise StopIteration
        self.left -= 1
        return 65
    def __length_hint__(self): return n
    def __len__(self): return n
for n in (0, -1, 1 << 60, 1 << 62, 1 << 70, "x", None, NotImplemented):
    for use in (lambda: list(I()), lambda: tuple(I()), lambda: bytes(I()), lambda: bytearray(I()), lambda: [*I()], lambda: sorted(I()), lambda: L([1]) * 2, lambda: bool(L()), lambda: list(L([1, 2])),
                lambda: [1].__iadd__(I()), lambda: reversed(I()), lambda: max(I()), lambda: set(I()), lambda: "".join(map(chr, I())), lambda: len(L()), lambda: [1, 2, 3].__setitem__(slice(0, 1), I()),
                lambda: L([1])[-1], lambda: bytearray().extend(I()), lambda: print(*I(), file=None), lambda: list(map(abs, I()))):
        try:
            use()
        except (TypeError, ValueError, OverflowError, MemoryError, IndexError, AttributeError):
            pass
