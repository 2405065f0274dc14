# Views cast, sliced, released, written to while released.
# ends: ok
import array
b = bytearray(range(64))
m = memoryview(b)
for f in ("b", "B", "c", "h", "i", "q", "d", "f", "?", "P", "n", "e", "x", "", "ii", "@q", ">q", "\0", "\ud800"):
    for shape in (None, [8], [2, 4], [0], [-1], [1 << 62, 1 << 62], [], [1] * 64, [1] * 65, 5, ["x"], [8, 0]):
        try:
            v = m.cast(f, shape) if shape is not None else m.cast(f)
            v.tolist(); v == m; v.nbytes; v.tobytes(); hash(v)
        except (TypeError, ValueError, NotImplementedError, RuntimeError, OverflowError, MemoryError):
            pass
class R:
    def __index__(self):
        m.release()
        return 1
    __float__ = __bool__ = __int__ = __index__
for f, use in (("B", lambda: m.__setitem__(0, R())), ("B", lambda: m[R()]), ("B", lambda: m.__setitem__(R(), 1)), ("B", lambda: m[R():5]), ("B", lambda: m.__setitem__(slice(0, R()), b"x")), ("d", lambda: m.__setitem__(0, R())), ("?", lambda: m.__setitem__(0, R())), ("q", lambda: m.index(R())), ("B", lambda: m.count(R())), ("B", lambda: m.cast("B", [R()]))):
    try:
        m = memoryview(bytearray(64)).cast(f)
        use()
    except (ValueError, TypeError, IndexError):
        pass
for i in range(2000):
    m = memoryview(m) if i % 2 and False else memoryview(b)[i % 64:]
m = memoryview(b)
for i in range(20_000):
    m = m[:]
del m
