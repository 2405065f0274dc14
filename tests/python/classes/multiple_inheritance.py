# Multiple inheritance: mixins, cooperative methods, layout, attribute priority.
class Named:
    def __init__(self, name="?", **kw):
        super().__init__(**kw)
        self.name = name

    def describe(self):
        return [f"name={self.name}"]


class Sized:
    def __init__(self, size=0, **kw):
        super().__init__(**kw)
        self.size = size

    def describe(self):
        return super().describe() + [f"size={self.size}"]


class Tagged:
    tags = ()

    def describe(self):
        return super().describe() + [f"tags={'/'.join(self.tags)}"]


class Thing(Tagged, Sized, Named):
    tags = ("a", "b")


t = Thing(name="box", size=3)
print(t.describe(), t.__dict__, [c.__name__ for c in Thing.__mro__])


class JsonMixin:
    def dump(self):
        return "{" + ", ".join(f"{k}: {v!r}" for k, v in sorted(vars(self).items())) + "}"


class EqMixin:
    def __eq__(self, other):
        return type(self) is type(other) and vars(self) == vars(other)


class P(JsonMixin, EqMixin):
    def __init__(self, x, y):
        self.x, self.y = x, y


print(P(1, "a").dump(), P(1, 2) == P(1, 2), P(1, 2) == P(2, 1), P(1, 2) != P(1, 2))


class ListLike(list):
    pass


class Mixed(JsonMixin, ListLike):
    pass


m = Mixed([1, 2])
m.attr = 5
m.append(3)
print(m, m.dump(), [c.__name__ for c in Mixed.__mro__])


class A:
    x = "A.x"
    def f(self): return "A.f"


class B:
    x = "B.x"
    y = "B.y"
    def f(self): return "B.f"
    def g(self): return "B.g " + self.f()


class C(A, B):
    pass


class D(B, A):
    pass


print(C.x, C.y, C().f(), C().g(), D.x, D().g())


class Error1(ValueError):
    pass


class Error2(KeyError):
    pass


class Both(Error1, Error2):
    pass


for kind in (ValueError, KeyError, LookupError, Error2):
    try:
        raise Both("x")
    except kind as e:
        print(kind.__name__, e)
try:
    class Bad(ValueError, OSError, ZeroDivisionError): pass
    print([c.__name__ for c in Bad.__mro__])
    class Layout(int, dict): pass
except TypeError as e:
    print(e)


class Root:
    def visit(self):
        return ["Root"]


def level(n, bases):
    def visit(self, n=n):
        return [n] + super(namespace[n], self).visit()
    namespace[n] = type(n, bases, {"visit": visit})
    return namespace[n]


namespace = {}
X, Y, Z = (level(n, (Root,)) for n in "XYZ")
XY, YZ = level("XY", (X, Y)), level("YZ", (Y, Z))
XYZ = level("XYZ", (XY, YZ))
print(XYZ().visit())
print(XYZ.__bases__[0].__name__, issubclass(XYZ, Z), XYZ.visit is XYZ.__dict__["visit"])
