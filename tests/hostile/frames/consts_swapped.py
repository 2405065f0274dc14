# Constants and names replaced by things of other kinds.
# ends: ok
def f():
    import sys
    class C: x = "const"
    def g(): return (1, 2.5, "s")
    return g(), C.x, [n for n in (1, 2)]
c = f.__code__
import types
for replacement in (None, 5, "x", [], {}, object(), c, int, float("nan"), f):
    consts = tuple(replacement for x in c.co_consts)
    try:
        f.__code__ = c.replace(co_consts=consts)
        f()
    except Exception:
        pass
    try:
        f.__code__ = c.replace(co_names=("a",) * len(c.co_names))
        f()
    except Exception:
        pass
    finally:
        f.__code__ = c
for args in ((), (c,), (c, {}), (c, {}, 5), (c, {}, "x", 5), (c, {}, "x", (1,)), (c, {}, "x", None, (1, 2)), (5, {}), (c, 5)):
    try:
        types.FunctionType(*args)()
    except (TypeError, ValueError, NameError, KeyError, ImportError):
        pass
