# __class__ assigned to everything.
# ends: ok
class A: pass
class B: pass
class S: __slots__ = ("a",)
class T: __slots__ = ("a",)
class U: __slots__ = ("b", "c")
class L(list): pass
class M(type): pass
class W(metaclass=M): pass
things = [A(), B(), S(), T(), U(), L(), W(), A, W, 1, "x", [], {}, None, len, A.__init__, ValueError(), __import__("sys"), object(), (lambda: 1), ..., range(3), type]
kinds = [A, B, S, T, U, L, W, M, int, list, object, type, None, 5, ValueError, KeyError, type(len), type(ValueError), bool]
for x in things:
    old = type(x)
    for k in kinds:
        if x is type:
            continue
        try:
            x.__class__ = k
            repr(x); getattr(x, "a", 1)
            x.__class__ = old
        except (TypeError, AttributeError, ValueError):
            pass
