# __slots__: rules of definition, inheritance, descriptors, dict and weakref slots, errors.
class P:
    __slots__ = ("x", "y")

    def __init__(self, x, y=None):
        self.x = x
        if y is not None:
            self.y = y


p = P(1)
print(p.x, hasattr(p, "y"), hasattr(p, "__dict__"))
for f in (lambda: p.y, lambda: setattr(p, "z", 1), lambda: delattr(p, "y"), lambda: p.__dict__):
    try:
        f()
    except AttributeError as e:
        print(e)
p.y = 2
del p.y
print(hasattr(p, "y"), P.x, type(P.x).__name__, P.__slots__, P.x.__get__(p), P.x.__name__)
P.x.__set__(p, 10)
print(p.x)


class Q(P):
    __slots__ = "z"


q = Q(1, 2)
q.z = 3
print(q.x, q.y, q.z, hasattr(q, "__dict__"), Q.__slots__)


class R(P):
    pass


r = R(1)
r.anything = 5
print(r.__dict__, r.x)


class S:
    __slots__ = ["a", "__dict__"]


s = S()
s.a, s.b = 1, 2
print(s.__dict__)


class Empty:
    __slots__ = ()


try:
    Empty().x = 1
except AttributeError as e:
    print(e)


def define(slots, bases=(), **extra):
    try:
        return type("Made", bases, {"__slots__": slots, **extra})
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)


define(5)
define([5])
define(["not valid"])
define(["x"], x=1)
define(["__dict__", "__dict__"])
define(["a"], (int,))
define(["a"], (tuple,))
define(["a"], (str,)) and print("str with slots is fine")
define(["__dict__"], (R,))
A = define(["a"])
B = define(["b"])
define([], (A, B))
both = type("Mixed", (A, Empty), {"__slots__": ("c",)})
print(both.__mro__[1:3] == (A, Empty))
D = define({"d": "doc of d"})
print(D.__slots__, D.d.__doc__)


class Private:
    __slots__ = ("__hidden", "_open")

    def __init__(self):
        self.__hidden = 1


print(Private()._Private__hidden, Private.__slots__)


class Again(P):
    __slots__ = ("x",)


a = Again(5)
print(a.x, "the base slot is separate", hasattr(a, "y"))
try:
    P.x.__get__(a)
except AttributeError as e:
    print(e)
try:
    P.x.__get__(5)
except TypeError as e:
    print(e)


class Swap1:
    __slots__ = ("a", "b")


class Swap2:
    __slots__ = ("a", "b")


class Swap3:
    __slots__ = ("a", "c")


o = Swap1()
o.a = 1
o.__class__ = Swap2
print(type(o).__name__, o.a)
try:
    o.__class__ = Swap3
except TypeError as e:
    print(e)
