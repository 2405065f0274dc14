# Cycles through functions, methods, classes and descriptors.
import gc
import weakref

gc.disable()
log = []


class Sentinel:
    def __del__(self):
        log.append("del")


def check(name, make, exact=True):
    """Builds sentinel -> what make returns -> sentinel, drops it, and collects."""
    gc.collect()
    sentinel = Sentinel()
    reference = weakref.ref(sentinel, lambda _: log.append("callback"))
    sentinel.own = make(sentinel)
    del sentinel
    early = reference() is None
    found = gc.collect()
    print(name, found if exact else "", *log, "early" if early else "", "" if reference() is None else "ALIVE")
    log.clear()


import functools
import types
import operator


def closure(s):
    def f():
        return s

    return f


def recursive(s):
    def f(n):
        return f(n - 1) if n else s

    return f


def default(s):
    def f(x=s):
        return x

    return f


def keyword_default(s):
    def f(*, x=s):
        return x

    return f


def attribute(s):
    def f():
        pass

    f.s = s
    return f


def annotation(s):
    def f(x: s) -> s:
        pass

    f.__annotations__
    return f


def cell(s):
    return (lambda: s).__closure__[0]


class Base:
    def method(self):
        pass

    @classmethod
    def make(cls):
        pass

    @staticmethod
    def free():
        pass

    @property
    def value(self):
        pass


def instance(s):
    x = Base()
    x.s = s
    return x


def new_class(s):
    class C:
        value = s

    return C


def class_instance(s):
    class C:
        pass

    x = C()
    x.s = s
    return x


def hierarchy(s):
    class A:
        pass

    class B(A):
        value = s

    class C(B):
        pass

    return A


def metaclass(s):
    class Meta(type):
        def __call__(cls):
            return s

    class C(metaclass=Meta):
        pass

    return Meta


def slots_class(s):
    class C:
        __slots__ = "a", "__weakref__", "__dict__"

    x = C()
    x.a = s
    x.b = s
    return x


check("closure", closure)
check("recursive", recursive)
check("default", default)
check("keyword default", keyword_default)
check("attribute", attribute)
check("annotation", annotation)
check("cell", cell)
check("empty cell", lambda s: [types.CellType(), s])
check("bound method", lambda s: instance(s).method)
check("bound to itself", lambda s: types.MethodType(len, s))
check("builtin method", lambda s: [s].append)
check("method wrapper", lambda s: instance(s).__str__)
check("slot wrapper of instance", lambda s: s.__init__)
check("class", new_class)
check("instance of a class", class_instance)
check("hierarchy", hierarchy)
check("metaclass", metaclass)
check("slots class", slots_class)
check("type()", lambda s: type("T", (), {"s": s}))
check("property", lambda s: property(lambda self: s))
check("property doc", lambda s: property(doc=s))
check("classmethod", lambda s: classmethod(lambda self: s), exact=False)
check("staticmethod", lambda s: staticmethod(lambda: s), exact=False)
check("super", lambda s: super(Sentinel, s))
check("partial", lambda s: functools.partial(len, s))
check("partial keywords", lambda s: functools.partial(dict, a=s))
check("partial attribute", lambda s: setattr(p := functools.partial(len), "s", s) or p, exact=False)
check("partialmethod", lambda s: functools.partialmethod(len, s))
check("lru_cache", lambda s: functools.lru_cache(lambda: s))


def filled_cache(s):
    @functools.lru_cache(maxsize=None)
    def f(x):
        return s

    f(1)
    f(s)
    return f


def bounded_cache(s):
    @functools.lru_cache(maxsize=3)
    def f(x):
        return x

    for x in 1, 2, 3, 4, s, 5:
        f(x)
    return f


check("filled cache", filled_cache)
check("bounded cache", bounded_cache, exact=False)
check("cached_property", lambda s: functools.cached_property(lambda self: s))
check("singledispatch", lambda s: functools.singledispatch(lambda x: s))
check("wraps", lambda s: functools.wraps(closure(s))(lambda: 0))
check("cmp_to_key", lambda s: functools.cmp_to_key(lambda a, b: 0)(s))
check("reduce", lambda s: functools.reduce(lambda a, b: [a, b], [1, s, 2]))
check("attrgetter", lambda s: [operator.attrgetter("a"), s], exact=False)
check("itemgetter", lambda s: operator.itemgetter(s), exact=False)
check("methodcaller", lambda s: operator.methodcaller("x", s))
check("SimpleNamespace", lambda s: types.SimpleNamespace(s=s))
check("mappingproxy", lambda s: types.MappingProxyType({1: s}))
check("module", lambda s: setattr(m := types.ModuleType("m"), "s", s) or m)
check("generic alias", lambda s: list[s])
check("union", lambda s: int | list[s], exact=False)
check("DynamicClassAttribute", lambda s: types.DynamicClassAttribute(lambda self: s))


def function_global(s):
    space = {"s": s}
    exec("def f(): return s", space)
    return space["f"]


check("globals of its own", function_global)


def decorated(s):
    class C:
        @property
        def p(self):
            return s

        @classmethod
        def c(cls):
            return s

        @staticmethod
        def s():
            return s

        def m(self):
            return __class__, s

    return C()


check("class with everything", decorated, exact=False)


def dataclass(s):
    import dataclasses

    @dataclasses.dataclass
    class D:
        x: object

    return D(s)


check("dataclass", dataclass)


def enumeration(s):
    import enum

    class E(enum.Enum):
        A = s

    return E


check("enum", enumeration, exact=False)


def abstract(s):
    import abc

    class A(abc.ABC):
        value = s

    class B:
        pass

    A.register(B)
    isinstance(B(), A)
    isinstance(1, A)
    return A


check("abstract class", abstract, exact=False)


def named(s):
    import collections

    T = collections.namedtuple("T", "a b")
    return T(s, 1)


check("namedtuple", named, exact=False)


def generic(s):
    class G[T]:
        value = s

        def f[U](self, x: T) -> U:
            return x

    return G


check("generic class", generic, exact=False)


def alias(s):
    type A = list[s]
    A.__value__
    return A


check("type alias", alias)
