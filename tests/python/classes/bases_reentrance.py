# `__bases__` and `mro()` that fail, or change bases themselves.
import warnings


class Base1: ...


class Base2: ...


class D(Base1): ...


class E(D): ...


class Failing(type):
    fails = False

    def mro(cls):
        if Failing.fails:
            raise RuntimeError("bozo")
        return super().mro()


class F(D, metaclass=Failing): ...


class G(D): ...


before = [c.__mro__ for c in (D, E, F, G)]
Failing.fails = True
try:
    D.__bases__ = (Base2,)
except RuntimeError as error:
    print(error, before == [c.__mro__ for c in (D, E, F, G)], D.__bases__ == (Base1,))
print(D.__subclasses__() == [E, F, G], D in Base1.__subclasses__(), D in Base2.__subclasses__())
Failing.fails = False
D.__bases__ = (Base2,)
print([c.__name__ for c in F.__mro__])


class Meta(type):
    ready = fail = False

    def mro(cls):
        if Meta.ready and cls.__name__ == "C":
            Meta.ready = False
            cls.__bases__ = (B2,)
            if Meta.fail:
                raise KeyError
        return type.mro(cls)

    def __repr__(cls):
        return cls.__name__


class A(metaclass=Meta): ...


class B1(A): ...


class B2(A): ...


class C(A): ...


Meta.ready = True
C.__bases__ = (B1,)
print(C.__bases__, C.__mro__, B1.__subclasses__(), B2.__subclasses__(), A.__subclasses__())
B1.__bases__ = (C,)
print(B1.__mro__, C.__subclasses__())
try:
    C.__bases__ = (B1,)
except TypeError as error:
    print(error)


class Early(type):
    def mro(cls):
        print(cls.__name__, cls.__mro__)
        return type.mro(cls)


class First(metaclass=Early): ...


# Layouts.
class J:
    __slots__ = ("a",)


class N(J):
    __slots__ = ("__weakref__",)


for old, new in (J, N), (N, J):
    try:
        old().__class__ = new
    except TypeError as error:
        print(error)

class H:
    __slots__ = ("a",)


class L(J):
    __slots__ = ("e",)


class M(H):
    __slots__ = ("e",)


class K(M):
    __slots__ = ()


for old, new in (J, H), (L, M), (M, K), (K, L):
    try:
        thing = old()
        thing.a = 1
        thing.__class__ = new
        print(thing.__class__.__name__, thing.a)
    except TypeError as error:
        print(error)


class Extending(type):
    def mro(cls):
        if cls.__mro__ is None and cls.__name__ != "X":
            try:
                type("X", (cls,), {})
            except TypeError as error:
                print(error)
        return type.mro(cls)


class Incomplete(metaclass=Extending): ...


# Names that are no strings.
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    Odd = type("Odd", (), {1: 2, "x": 3})
    print(Odd.x, [(str(w.message), w.category.__name__) for w in caught])
