# __index__ that lies, raises, recurses.
# ends: ok
class Raises:
    def __index__(self): raise ZeroDivisionError
class NotInt:
    def __index__(self): return "1"
class Huge:
    def __index__(self): return 1 << 200
class Recurse:
    def __index__(self): return [0][self]
import itertools, collections, array
for i in (Raises(), NotInt(), Huge(), Recurse()):
    for use in (
        lambda: [1, 2][i], lambda: (1, 2)[i], lambda: "ab"[i], lambda: b"ab"[i],
        lambda: [1] * i, lambda: bytes(i), lambda: hex(i) and 1 / 0, lambda: chr(i), lambda: "%c" % i, lambda: 1 << i,
        lambda: itertools.islice([1], i), lambda: itertools.repeat(1, i), lambda: collections.deque([], i),
        lambda: array.array("b", [i]), lambda: bytearray(b"ab").__setitem__(0, i), lambda: [1, 2][:i][5],
        lambda: [1].pop(i), lambda: [1].insert(i, 1) or 1 / 0, lambda: int.from_bytes(b"a", i),
        lambda: (1).to_bytes(i), lambda: round(1.5, i) and 1 / 0, lambda: "a".ljust(i), lambda: b"a".hex(":", i),
        lambda: memoryview(b"ab")[i], lambda: "a".zfill(i), lambda: "a".split(None, i) and 1 / 0,
    ):
        try:
            use()
        except (ZeroDivisionError, TypeError, OverflowError, ValueError, IndexError, RecursionError, MemoryError):
            pass
        else:
            raise AssertionError((type(i), use.__code__.co_firstlineno))
