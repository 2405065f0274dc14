# type() called with everything wrong.
# ends: ok
class Name(str): pass
class NS(dict):
    def __getitem__(self, k): raise ZeroDivisionError
    def items(self): raise ZeroDivisionError
for args in ((), (1, 2), ("x", (), 5), ("x", 5, {}), (5, (), {}), ("x", (1,), {}), ("x", (int, str), {}), ("x", (bool,), {}), ("x", (type(None),), {}), ("x", (object, int), {}), ("x\0y", (), {}), ("x" * 1_000_000, (), {}), (Name("x"), (), {}), ("x", (), NS(a=1)),
             ("x", (), {1: 2}), ("x", (), {"__qualname__": 5}), ("x", (), {"__classcell__": 5}), ("x", (), {"__module__": 5}), ("x", (), {"__doc__": 5, "__hash__": None}), ("x", (), {"__init_subclass__": 5}), ("x", (), {"__new__": 5}), ("x", (), {"__del__": 5}), ("x", (), {"__slots__": ("a",), "a": 1}), ("", (), {})):
    try:
        c = type(*args)
        c.__name__, c.__qualname__, repr(c)
        c()
        type("y", (c,), {})()
    except (TypeError, ValueError, ZeroDivisionError, AttributeError, MemoryError):
        pass
for name in ("__name__", "__qualname__", "__module__", "__doc__", "__bases__", "__dict__", "__mro__", "__abstractmethods__", "__annotations__", "__type_params__", "__basicsize__", "__class__", "__weakrefoffset__", "__flags__", "__annotate__", "__firstlineno__", "__static_attributes__"):
    for value in (5, None, "x\0", "\ud800", (), (5,), [], int, lambda *a: 1):
        class C: pass
        try:
            setattr(C, name, value)
            repr(C); C(); C.__annotations__
        except (TypeError, AttributeError, ValueError):
            pass
        try:
            delattr(C, name)
        except (TypeError, AttributeError):
            pass
