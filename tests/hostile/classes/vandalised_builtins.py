# Builtin types written to, and their dicts reached by other ways.
# ends: ok
import gc
for t in (int, str, list, dict, type, object, type(None), type(len), ValueError):
    for action in (lambda: setattr(t, "x", 1), lambda: delattr(t, "__init__"), lambda: setattr(t, "__bases__", ()), lambda: t.__dict__.__setitem__("x", 1), lambda: type.__setattr__(t, "x", 1), lambda: object.__setattr__(t, "x", 1), lambda: t.__init__(), lambda: t.__subclasses__().clear(), lambda: t.mro().clear(), lambda: t.__dict__.__or__({}).clear()):
        try:
            action()
        except (TypeError, AttributeError, KeyError, RuntimeError):
            pass
for d in gc.get_referents(int.__dict__):
    if isinstance(d, dict):
        len(d)
assert int("5") == 5
