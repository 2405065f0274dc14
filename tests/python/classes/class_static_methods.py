# classmethod and staticmethod: binding, inheritance, nesting, wrapping, calling directly.
class A:
    n = 1

    @classmethod
    def c(cls, *args):
        return cls.__name__, cls.n, args

    @staticmethod
    def s(*args):
        return args

    @classmethod
    def create(cls):
        return cls()

    plain = len
    cm_of_builtin = classmethod(isinstance)


class B(A):
    n = 2

    @classmethod
    def c(cls, *args):
        return "B", super().c(*args)


print(A.c(1), A().c(2), B.c(3), B().c(4), A.s(5), A().s(6), type(B.create()).__name__)
print(type(A.__dict__["c"]).__name__, type(A.__dict__["s"]).__name__, A.__dict__["c"].__func__.__name__)
print(A.plain("abc"), A().plain("ab"))
raw = staticmethod(lambda x: x * 2)
print(raw(4), raw.__func__(5), raw.__wrapped__ is raw.__func__)
try:
    classmethod(lambda c: 1)()
except TypeError as e:
    print(e)


def f(x):
    "doc"
    return x


s, c = staticmethod(f), classmethod(f)
print(s.__name__, s.__doc__, c.__name__, c.__wrapped__ is f, repr(s).startswith("<staticmethod(<function f"))
A.added_static = staticmethod(f)
A.added_class = classmethod(f)
print(A.added_static(1), A().added_static(2), A.added_class() is A, B().added_class() is B)
print(c.__get__(None, int)() is int, c.__get__(5)() is int, s.__get__(None, int)(7))


class Counter:
    count = 0

    def __init__(self):
        type(self).count += 1

    @classmethod
    def reset(cls):
        cls.count = 0


class Sub(Counter):
    pass


Counter(), Counter(), Sub()
print(Counter.count, Sub.count)
Sub.reset()
print(Counter.count, Sub.count)


class Alt:
    def __init__(self, v):
        self.v = v

    @classmethod
    def from_text(cls, text):
        return cls(int(text))

    @staticmethod
    def valid(text):
        return text.isdigit()


print(Alt.from_text("12").v, Alt.valid("x1"), [Alt.from_text(t).v for t in ("1", "2")])


class WithNew:
    def __new__(cls, *args):
        return super().__new__(cls)

    def __init_subclass__(cls):
        cls.tag = cls.__name__.lower()

    def __class_getitem__(cls, k):
        return k


class Child(WithNew):
    pass


print(Child.tag, Child[5], type(WithNew.__dict__["__new__"]).__name__,
      type(WithNew.__dict__["__init_subclass__"]).__name__)
print(dict.fromkeys("ab", 0), int.from_bytes(b"\1\0", "big"), str.maketrans("a", "b"))
