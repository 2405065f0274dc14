# Special methods are looked up on the type; setting and deleting them later; None blocks.
class C:
    pass


c = C()
for name, call in (("__len__", len), ("__iter__", iter), ("__bool__", bool), ("__repr__", repr), ("__hash__", hash)):
    setattr(c, name, lambda: 99)
    try:
        result = call(c)
        print(name, "ignored on the instance", result == 99)
    except TypeError as e:
        print(e)
C.__len__ = lambda self: 5
print(len(c), bool(c))
C.__bool__ = lambda self: False
print(bool(c))
del C.__bool__
print(bool(c))
C.__len__ = lambda self: 0
print(bool(c), len(c))
del C.__len__
try:
    len(c)
except TypeError as e:
    print(e)


class Base:
    def __len__(self):
        return 1

    def __iter__(self):
        return iter("base")

    def __eq__(self, other):
        return True

    def __getitem__(self, i):
        return "base item"


class Sub(Base):
    __iter__ = None
    __len__ = None
    __contains__ = None
    __getitem__ = None


s = Sub()
for f in (lambda: iter(s), lambda: len(s), lambda: 1 in s, lambda: list(s), lambda: s[0]):
    try:
        f()
    except TypeError as e:
        print(e)
Base.__len__ = lambda self: 77
print(len(Base()))


class Sub2(Base):
    pass


Base.__add__ = lambda self, o: f"added {o}"
print(Sub2() + 1, len(Sub2()))
del Base.__add__
try:
    Sub2() + 1
except TypeError as e:
    print(e)


class Getattr:
    def __getattr__(self, name):
        return lambda *a: 42


try:
    len(Getattr())
except TypeError as e:
    print(e)
print(Getattr().__len__(), Getattr().anything())


class Prop:
    @property
    def __len__(self):
        return lambda: 13

    @classmethod
    def __getitem__(cls, key):
        return cls.__name__, key

    @staticmethod
    def __contains__(item):
        return item == "static"


print(len(Prop()), Prop()[1], "static" in Prop(), "other" in Prop())


class NoneOps:
    __add__ = None
    __radd__ = None
    __hash__ = None
    __call__ = None


for f in (lambda: NoneOps() + 1, lambda: 1 + NoneOps(), lambda: hash(NoneOps()), lambda: NoneOps()()):
    try:
        f()
    except TypeError as e:
        print(e)


class Wrapped(list):
    def __len__(self):
        return super().__len__() + 100


w = Wrapped([1, 2])
print(len(w), w.__len__(), list.__len__(w), [].__len__(), int.__add__(1, 2), "abc".__getitem__(1), [3].__contains__(3))
try:
    int.immutable = 1
except TypeError as e:
    print(e)
try:
    del str.upper
except TypeError as e:
    print(e)
