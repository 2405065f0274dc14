# Classes, their instances and their subclasses as garbage.
import gc
import weakref

gc.disable()
log = []


def watched(cls):
    weakref.finalize(cls, log.append, cls.__name__).atexit = False
    return cls


def show(what, found=True):
    gc.collect()
    print(what, sorted(log))
    log.clear()


def alone():
    @watched
    class A:
        pass


alone()
show("alone")


def with_instances():
    @watched
    class A:
        def __del__(self):
            log.append("instance")

    a, b = A(), A()
    a.b, b.a = b, a
    a.cls = A


with_instances()
show("with instances")


def hierarchy():
    @watched
    class A:
        pass

    @watched
    class B(A):
        pass

    @watched
    class C(A):
        pass

    @watched
    class D(B, C):
        def __del__(self):
            log.append("instance of D")

    d = D()
    d.me = d


hierarchy()
show("hierarchy")


def base_kept():
    @watched
    class A:
        pass

    @watched
    class B(A):
        pass

    return A


A = base_kept()
print([cls.__name__ for cls in A.__subclasses__()])
show("base kept")
print(A.__subclasses__())
del A
show("base dropped")


def subclass_kept():
    @watched
    class A:
        value = 5

        def method(self):
            return self.value

    @watched
    class B(A):
        pass

    return B()


b = subclass_kept()
show("instance kept")
print(b.method(), type(b).__mro__[1].__name__)
b.me = b
del b
show("instance dropped")


def metaclass():
    @watched
    class Meta(type):
        def __del__(cls):
            log.append("del class " + cls.__name__)

    class A(metaclass=Meta):
        def __del__(self):
            log.append("instance")

    a = A()
    a.me = a


metaclass()
show("metaclass with __del__")


class Meta(type):
    def __del__(cls):
        log.append("del " + cls.__name__)


def of_kept_metaclass():
    class A(metaclass=Meta):
        pass

    class B(A):
        pass


of_kept_metaclass()
show("of a metaclass that stays")


def resurrected():
    class R:
        def __del__(self):
            saved.append(self)

    r = R()
    r.me = r


saved = []
resurrected()
gc.collect()
print(type(saved[0]).__name__, saved[0].me is saved[0], gc.is_finalized(saved[0]))
saved[0].new = [type(saved[0])]
gc.collect()
print(saved[0].new[0].__name__)
saved.clear()
print(gc.collect() > 0)


def slots():
    @watched
    class A:
        __slots__ = "a", "b", "__weakref__"

    x = A()
    x.a = x
    x.b = A
    log.append(sorted(name for name in A.__dict__ if len(name) == 1) and "slots")


slots()
show("slots")


def own_attributes():
    @watched
    class A:
        pass

    A.me = A
    A.instance = A()
    A.method = A.instance.__init__
    A.property = property(lambda self: A)


own_attributes()
show("refers to itself")


def many(count):
    cls = object
    for number in range(count):
        cls = type(f"C{number}", (cls,), {"number": number})
    weakref.finalize(cls, log.append, "deepest").atexit = False
    return cls


cls = many(100)
print(len(cls.__mro__), cls().number)
del cls
show("a deep hierarchy")


def wide():
    base = type("Base", (), {})
    return base, [type(f"W{number}", (base,), {}) for number in range(200)]


base, classes = wide()
print(len(base.__subclasses__()))
del classes[::2]
gc.collect()
print(len(base.__subclasses__()))
base.value = 7
print({cls.value for cls in classes})
del classes
gc.collect()
print(len(base.__subclasses__()))
del base


def replaced_base():
    @watched
    class A:
        x = 1

    @watched
    class B:
        x = 2

    @watched
    class C(A):
        pass

    C.__bases__ = (B,)
    return C


cls = replaced_base()
show("old base")
print(cls.x)
del cls
show("new base")


def type_in_instance_dict_of_exception():
    @watched
    class E(Exception):
        pass

    try:
        raise E(E)
    except E as error:
        kept = error


type_in_instance_dict_of_exception()
show("exception class")
for _ in range(2000):
    type("T", (), {"f": lambda self: self})
print(gc.collect() >= 2000 * 4)
