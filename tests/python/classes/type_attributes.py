# Attributes of type objects: doc, dict, flags of builtins, annotations, name changes, reprs.
class C:
    """doc of C"""
    a: int = 1

    def f(self):
        "doc of f"


print(C.__doc__, C.f.__doc__, C().__doc__, C.__dict__["__doc__"], C.__annotations__)
C.__doc__ = "new doc"
print(C.__doc__)
try:
    int.__doc__ = "no"
except TypeError as e:
    print(e)
print(int.__name__, int.__module__, int.__qualname__, int.__bases__, bool.__mro__, type.__bases__, object.__bases__)
print(int, str, type, object, type(None), type(...), type(NotImplemented), type(len), type(int.__add__), type([].append))
print(type(lambda: 0), type(C().f), type(iter([])), type(range(1)), type(x for x in ()), type({}.keys()), type({}.items()))
print(type(iter(())), type(iter("a")), type(iter({})), type(iter(set())), type(iter(range(1))), type(iter(b"")), type(zip()), type(map(len, [])), type(enumerate([])))
print(type(reversed([])), type(iter(int, 1)), type(type.__dict__["__mro__"]), type(C.__dict__), type(super(C, C())), type(slice(1)))


class D(C):
    pass


print(D.__doc__, "__doc__" in D.__dict__, D.a, D.f is C.f, D.__annotations__)
D.__qualname__ = "Some.Other"
D.__module__ = "elsewhere"
print(D, repr(D()).startswith("<elsewhere.Some.Other object at"))
print(sorted(k for k in C.__dict__ if not k.startswith("__")), len(C.__dict__) == len(vars(C)), "a" in C.__dict__, C.__dict__.get("zz"))
print([k for k in C.__dict__ if k in ("a", "f")], C.__firstlineno__, C.__static_attributes__)


class E:
    def m(self):
        self.z = 1
        self.y = self.z


print(sorted(E.__static_attributes__))
for kind in (int, list, dict, type(None), object):
    try:
        kind.attr = 1
    except TypeError as e:
        print(e)
try:
    C.__mro__ = ()
except AttributeError as e:
    print(e)
try:
    del C.__name__
except TypeError as e:
    print(e)
try:
    C.__class__ = 5
except TypeError as e:
    print(e)
print(type(C) == type, C == C, C != D, hash(C) == hash(C), C in {C: 1}, [C, D].index(D))
try:
    C < D
except TypeError as e:
    print(e)
print(C.__subclasses__(), D.mro(), type.__name__, type(type) is type, isinstance(type, type), issubclass(type, object))
print(C.__init__ is object.__init__, C.__new__ is object.__new__, D.__hash__ is object.__hash__)
