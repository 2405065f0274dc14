# __new__ and __init__: arguments, returning other types, immutable subclasses, call order, errors.
class A:
    def __new__(cls, *args, **kw):
        print("new", cls.__name__, args, kw)
        return super().__new__(cls)

    def __init__(self, *args, **kw):
        print("init", args, kw)


a = A(1, k=2)
b = A.__new__(A, 5)
print(type(b).__name__)
b.__init__(6)


class Other:
    def __new__(cls):
        return [1, 2]

    def __init__(self):
        print("never called")


print(Other())


class Sub(A):
    def __new__(cls, n):
        return super().__new__(cls, n) if n else None


print(Sub(0), type(Sub(1)).__name__)


class Celsius(float):
    def __new__(cls, value, unit="C"):
        self = super().__new__(cls, value)
        self.unit = unit
        return self


t = Celsius("36.6", unit="deg")
print(t, t + 1, t.unit, type(t + 1).__name__, t == 36.6, isinstance(t, float))


class Pair(tuple):
    def __new__(cls, a, b):
        return super().__new__(cls, (a, b))

    @property
    def first(self):
        return self[0]


p = Pair(1, 2)
print(p, p.first, len(p), p + (3,), type(p[:1]).__name__, p == (1, 2), hash(p) == hash((1, 2)))


class Cached:
    cache = {}

    def __new__(cls, key):
        if key not in cls.cache:
            cls.cache[key] = super().__new__(cls)
        return cls.cache[key]

    def __init__(self, key):
        self.inits = getattr(self, "inits", 0) + 1


print(Cached("a") is Cached("a"), Cached("a").inits, Cached("b").inits)


class BadInit:
    def __init__(self):
        return 5


class OnlyNew:
    def __new__(cls, x):
        return object.__new__(cls)


class OnlyInit:
    def __init__(self, x):
        self.x = x


class Neither:
    pass


print(OnlyNew(1) is not None, OnlyInit(2).x)
for f in (BadInit, lambda: Neither(1), lambda: Neither(x=1), lambda: OnlyInit(), lambda: OnlyNew(),
          lambda: object.__new__(5), lambda: object.__new__(int), lambda: int.__new__(str), lambda: object.__new__(),
          lambda: object.__init__(Neither(), 1), lambda: object.__new__(Neither, 1), lambda: OnlyInit.__new__()):
    try:
        f()
    except TypeError as e:
        print(e)
print(OnlyInit.__new__(OnlyInit, 1, 2, 3).__dict__)


class Meta(type):
    def __call__(cls, *args):
        self = cls.__new__(cls)
        self.args = args
        return self


class NoInit(metaclass=Meta):
    def __init__(self):
        print("skipped")


print(NoInit(1, 2).args)
