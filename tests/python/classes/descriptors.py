# Descriptors: data and non-data, order of lookup, __get__ on class and instance, __delete__.
class Data:
    def __get__(self, obj, cls):
        return f"get {obj is not None} {cls.__name__}"

    def __set__(self, obj, value):
        print("set", value)

    def __delete__(self, obj):
        print("delete")


class NonData:
    def __get__(self, obj, cls=None):
        return f"nondata {obj is not None}"


class OnlySet:
    def __set__(self, obj, value):
        obj.__dict__["only_set"] = value


class C:
    data = Data()
    non = NonData()
    only_set = OnlySet()


c = C()
print(c.data, C.data, c.non, C.non, type(c.only_set).__name__)
c.data = 5
del c.data
c.__dict__.update(data="instance", non="instance", only_set="instance")
print(c.data, c.non, c.only_set)
c.only_set = 7
print(c.only_set)
try:
    del c.only_set
except AttributeError as e:
    print(e)
del c.non
print(c.non)
C.data = "replaced on the class"
print(c.data, c.__dict__["data"])


class Typed:
    def __init__(self, kind):
        self.kind = kind

    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, obj, cls):
        if obj is None:
            return self
        return getattr(obj, self.name)

    def __set__(self, obj, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"expected {self.kind.__name__}")
        setattr(obj, self.name, value)


class Point:
    x = Typed(int)
    y = Typed(float)

    def __init__(self, x, y):
        self.x, self.y = x, y


p = Point(1, 2.0)
p.x += 5
print(p.x, p.y, p.__dict__, type(Point.x).__name__)
try:
    p.y = "no"
except TypeError as e:
    print(e)


class Lazy:
    def __init__(self, f):
        self.f = f

    def __get__(self, obj, cls):
        value = obj.__dict__[self.f.__name__] = self.f(obj)
        return value


class L:
    @Lazy
    def expensive(self):
        print("computed")
        return 42


el = L()
print(el.expensive, el.expensive)


class Raises:
    def __get__(self, obj, cls):
        raise AttributeError("from descriptor")


class Fallback:
    r = Raises()

    def __getattr__(self, name):
        return f"fallback {name}"


print(Fallback().r, hasattr(Fallback, "r"))


class InInstance:
    pass


i = InInstance()
i.d = Data()
print(type(i.d).__name__)
f = lambda self: "function"
print(f.__get__(1, int)(), f.__get__(None, int) is f)
print(Data().__get__(None, int), type(property().__get__(None, int)).__name__)


class BadGet:
    __get__ = 5


class Holder:
    b = BadGet()


try:
    Holder().b
except TypeError as e:
    print(e)
