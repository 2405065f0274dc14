# isinstance and issubclass: tuples, unions, __instancecheck__, __subclasscheck__, __class__ lies.
class Meta(type):
    def __instancecheck__(cls, obj):
        print("instancecheck", end=" ")
        return hasattr(obj, "quack")

    def __subclasscheck__(cls, sub):
        print("subclasscheck", end=" ")
        return "Duck" in sub.__name__


class Duck(metaclass=Meta):
    pass


class Robot:
    quack = True


class FakeDuck:
    pass


print(isinstance(Robot(), Duck), isinstance(5, Duck), issubclass(FakeDuck, Duck), issubclass(Robot, Duck))
print(isinstance(Duck(), Duck), isinstance(Robot(), (int, Duck)), isinstance(5, (int, Duck)))
print(isinstance(1, (str, (float, (int,)))), issubclass(bool, (str, int)), isinstance(1, int | str), isinstance("s", int | str), isinstance(None, int | None))
print(issubclass(bool, int | float), isinstance([], list), isinstance(True, int), isinstance(int, type), isinstance(type, object))


class Liar:
    @property
    def __class__(self):
        return int


liar = Liar()
print(isinstance(liar, int), isinstance(liar, Liar), type(liar) is Liar, liar.__class__)


class Abstract:
    @classmethod
    def __subclasshook__(cls, sub):
        return True


print(issubclass(int, Abstract))
for args in ((1, "int"), (1, [int]), (1, (int, "x")), (1, list[int])):
    try:
        print(isinstance(*args))
    except TypeError as e:
        print(e)
for args in ((1, int), (int, 1), (int, (int, 1)), (list, list[int])):
    try:
        print(issubclass(*args))
    except TypeError as e:
        print(e)
print(isinstance("x", ()), issubclass(int, ()))


class Bases:
    def __init__(self, *bases):
        self.__bases__ = bases


a = Bases()
b = Bases(a)
print(issubclass(b, a), issubclass(a, b))


class Raises(type):
    def __instancecheck__(cls, obj):
        raise ValueError("no checks")


class R(metaclass=Raises):
    pass


try:
    isinstance(1, R)
except ValueError as e:
    print(e)
print(isinstance(R.__new__(R), R))
print(int | str, type(int | str).__name__, int | None, (int | str) == (str | int), (int | str).__args__, list[int] | int)
try:
    int | 5
except TypeError as e:
    print(e)
print(int.__subclasses__(), [c.__name__ for c in LookupError.__subclasses__()][:2])
print(type.__instancecheck__(int, True), type.__subclasscheck__(int, bool), type.mro(bool))
