# Inheritance: lookup order, diamond, C3, errors, changing bases.
class A:
    def who(self):
        return "A"

    def chain(self):
        return ["A"]


class B(A):
    def who(self):
        return "B"

    def chain(self):
        return ["B"] + super().chain()


class C(A):
    def who(self):
        return "C"

    def chain(self):
        return ["C"] + super().chain()


class D(B, C):
    def chain(self):
        return ["D"] + super().chain()


print([k.__name__ for k in D.__mro__], D().who(), D().chain(), C.who(D()))
print(D.mro() == list(D.__mro__), issubclass(D, A), isinstance(D(), C), D.__bases__, D.__base__.__name__)


class X: pass
class Y: pass
class XY(X, Y): pass
class YX(Y, X): pass


try:
    class Z(XY, YX): pass
except TypeError as e:
    print(e)
try:
    class Twice(A, A): pass
except TypeError as e:
    print(e)
try:
    class Wrong(A, B): pass
except TypeError as e:
    print(e)
for base in (5, None, len, "text"):
    try:
        type("Bad", (base,), {})
    except TypeError as e:
        print(e)


class O: pass
class E(O): pass
class F(O): pass
class G(O): pass
class K1(E, F): pass
class K2(G, F): pass
class K3(K1, K2): pass


print([k.__name__ for k in K3.__mro__])
print(sorted(k.__name__ for k in A.__subclasses__()), [k.__name__ for k in O.__subclasses__()])


class Base1:
    value = 1


class Base2:
    value = 2


class Child(Base1): pass


c = Child()
print(c.value)
Child.__bases__ = (Base2,)
print(c.value, isinstance(c, Base1), isinstance(c, Base2))
for bad in ((), 5, (Child,)):
    try:
        Child.__bases__ = bad
    except TypeError as e:
        print(e)
Base2.value = 3
print(c.value, Child.value)
Base2.added = lambda self: "added later"
print(c.added())


class Int(int): pass
class Str(str): pass


try:
    class IS(Int, Str): pass
except TypeError as e:
    print(e)
try:
    class Bool(bool): pass
except TypeError as e:
    print(e)
for final in (type(None), type(...), range, slice, type(lambda: 0)):
    try:
        type("Sub", (final,), {})
    except TypeError as e:
        print(e)
deep = object
for i in range(100):
    deep = type(f"L{i}", (deep,), {"level": i} if i % 10 == 0 else {})
print(deep.level, len(deep.__mro__), deep().level)
