# __slots__ that are huge, wrong, repeated, clashing, endless.
# ends: ok
import itertools
def slots(s, **more):
    try:
        c = type("C", (), {"__slots__": s, **more})
        c()
        return c
    except (TypeError, ValueError, AttributeError, MemoryError, OverflowError):
        return None
big = slots([f"a{i}" for i in range(3000)])
if big:
    x = big()
    for i in range(3000):
        setattr(x, f"a{i}", x)
    del x
for s in (5, None, [1], ["a b"], ["a", "a"], "abc", ["__dict__"] * 2, ["__weakref__"], ("__class__",), ("x",), {"a": "doc"}, iter("ab"), ["__init__"], [""], ["\ud800"], b"ab", ["__dict__", "__weakref__"], ["_" * 10_000]):
    slots(s)
slots(["x"], x=1)
for base in (int, tuple, bytes, str, type, list, dict, ValueError):
    try:
        type("C", (base,), {"__slots__": ["a"]})
    except TypeError:
        pass
try:
    slots(f"a{i}" for i in itertools.count())
except MemoryError:
    pass
