# With __slots__, what the first base lacks the others may bring; __dict__ as a descriptor.
import types
import weakref


class Slotted:
    __slots__ = ()


class Plain:
    pass


class Both(Slotted, Plain):
    __slots__ = ()


both = Both()
both.x = 2
print(both.__dict__, weakref.ref(both)() is both)


class Named(Slotted, Plain):
    __slots__ = ("z",)


named = Named()
named.z, named.y = 1, 2
print(named.z, named.__dict__)


class OnlyDict:
    __slots__ = ["__dict__"]


class OnlyWeak:
    __slots__ = ["__weakref__"]


for bases in ((OnlyDict, OnlyWeak), (OnlyWeak, OnlyDict)):
    made = type("Made", bases, {"__slots__": []})()
    made.foo = 42
    print(made.__dict__, weakref.ref(made)() is made)

get = Plain.__dict__["__dict__"]


class Meta(type, Plain):
    pass


class WithMeta(metaclass=Meta):
    attribute = 1


class Module(types.ModuleType, Plain):
    pass


print(type(get.__get__(WithMeta)), get.__get__(Module("name"))["__name__"])
for target in (WithMeta, Module("name")):
    try:
        get.__set__(target, {})
    except AttributeError as error:
        print(error)
try:
    Slotted().__dict__
except AttributeError as error:
    print(error)
try:
    Named().z
except AttributeError as error:
    print(error)


class Last(type):
    def mro(cls):
        return type.mro(cls)[::-1]


class Reversed(metaclass=Last):
    pass


print(Reversed.__mro__, super(Reversed, Reversed).__init_subclass__.__name__)


class First(type):
    ready = False

    def mro(cls):
        if First.ready and cls.__name__ == "B":
            C.__bases__ = (B,)
        if First.ready and cls.__name__ == "C":
            B.__bases__ = (C,)
        return type.mro(cls)


class A(metaclass=First):
    pass


class B(A):
    pass


class C(A):
    pass


First.ready = True
try:
    B.__bases__ += ()
except TypeError as error:
    print(error)
