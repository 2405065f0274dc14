# Properties: getter, setter, deleter, inheritance, docs, errors.
class Circle:
    def __init__(self, r):
        self._r = r

    @property
    def r(self):
        """the radius"""
        return self._r

    @r.setter
    def r(self, value):
        if value < 0:
            raise ValueError("negative radius")
        self._r = value

    @r.deleter
    def r(self):
        print("deleting")
        self._r = 0

    @property
    def area(self):
        return 3 * self.r ** 2

    def get_x(self):
        return "x"

    x = property(get_x, doc="doc of x")
    empty = property()
    write_only = property(None, lambda self, v: print("wrote", v))


c = Circle(2)
print(c.r, c.area)
c.r = 5
print(c.r, c.area)
c.r += 1
print(c.r)
del c.r
print(c.r, c.x)
c.write_only = 3
for f in (lambda: setattr(c, "r", -1), lambda: setattr(c, "area", 1), lambda: delattr(c, "area"),
          lambda: c.empty, lambda: c.write_only, lambda: setattr(c, "empty", 1), lambda: delattr(c, "empty")):
    try:
        f()
    except (AttributeError, ValueError) as e:
        print(type(e).__name__, e)
print(Circle.r.__doc__, Circle.x.__doc__, Circle.r.fget.__name__, Circle.area.fset, type(Circle.r).__name__)
print(Circle.r.__name__, Circle.x.__name__)


class Sub(Circle):
    @property
    def r(self):
        return super().r * 10

    @Circle.area.getter
    def area(self):
        return "new area"


s = Sub(3)
print(s.r, s.area)
try:
    s.r = 1
except AttributeError as e:
    print(e)


class Sub2(Circle):
    @Circle.r.setter
    def r(self, value):
        print("sub setter")
        self._r = value


t = Sub2(1)
t.r = -5
print(t.r)


class Attr:
    @property
    def broken(self):
        return self.missing

    @property
    def fallback(self):
        raise AttributeError("inner")

    def __getattr__(self, name):
        return f"getattr {name}"


print(Attr().broken, Attr().fallback)


class NoGetattr:
    @property
    def broken(self):
        return self.missing


try:
    NoGetattr().broken
except AttributeError as e:
    print(e, e.name)
c.__dict__["area"] = "shadow"
print(c.area, vars(c)["area"])


class MyProp(property):
    """a subclass"""


class WithMy:
    @MyProp
    def p(self):
        "doc p"
        return 1


print(WithMy().p, WithMy.p.__doc__, type(WithMy.p).__name__)


class Meta(type):
    @property
    def on_class(cls):
        return cls.__name__


class K(metaclass=Meta):
    pass


print(K.on_class)
try:
    K.on_class = 1
except AttributeError as e:
    print(e)
