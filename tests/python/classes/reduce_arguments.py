# What `__reduce_ex__` asks for, and what it refuses.
import copyreg


def attempt(object):
    try:
        constructor, *rest = object.__reduce_ex__(2)
        print(constructor.__name__, rest)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)


def made(name, value):
    class C:
        def __repr__(self):
            return "C()"

    C.__qualname__ = "C"
    setattr(C, name, lambda self: value)
    return C()


for value in ((1, 2), "bad", None, ()):
    attempt(made("__getnewargs__", value))
for value in (((1,), {"k": 2}), ((1,), {}), "bad", (1, {}), ((), 2), ((), {}, 3)):
    attempt(made("__getnewargs_ex__", value))


class Slotted:
    __slots__ = ("a", "__b", "c")

    def __init__(self):
        self.a, self.__b = 1, 2


print(Slotted().__reduce_ex__(2)[2], copyreg._slotnames(Slotted))


class Named:
    __slotnames__ = ["spam", "missing"]

    def __getattr__(self, name):
        if name == "spam":
            return 42
        raise AttributeError(name)


print(Named().__reduce_ex__(2)[2], Named().__getstate__())
Named.__slotnames__ = 5
attempt(Named())
Named.__slotnames__ = None
print(Named().__getstate__())


class Failure(Exception): ...


for error in Failure(), ValueError():
    error.__dict__ = {"a": 1}
    try:
        del error.__dict__
    except TypeError as refused:
        print(refused, error.a)
