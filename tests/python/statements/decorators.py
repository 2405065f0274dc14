# Decorators on functions, methods and classes: order, arguments, any expression.
def trace(label):
    print("making", label)

    def decorate(f):
        print("applying", label, "to", f.__name__)

        def wrapper(*args, **kwargs):
            print("calling through", label)
            return f(*args, **kwargs)
        wrapper.__name__ = f.__name__
        return wrapper
    return decorate


@trace("outer")
@trace("inner")
def add(a, b=1):
    return a + b


print(add(1), add(2, b=3), add.__name__)


def register(cls):
    cls.registered = True
    return cls


@register
class Thing:
    @staticmethod
    def s():
        return "s"

    @classmethod
    def c(cls):
        return cls.__name__

    @property
    def p(self):
        return "p"


print(Thing.registered, Thing.s(), Thing.c(), Thing().p)
table = {"k": [lambda f: f() * 2]}


@table["k"][0]
def doubled():
    return 21


print(doubled)


@(lambda f: [f])
def listed():
    return "in a list"


print(listed[0]())


@callable
def replaced(): pass


print(replaced)


class Deco:
    def __init__(self, f):
        self.f = f
        self.calls = 0

    def __call__(self, *args):
        self.calls += 1
        return self.f(*args)


@Deco
def square(x):
    return x * x


print(square(3), square(4), square.calls)


@lambda cls: cls()
class singleton:
    value = 5


print(singleton.value)


@(d := register)
class Walrus:
    pass


print(Walrus.registered, d is register)
try:
    @5
    def f(): pass
except TypeError as e:
    print(e)
try:
    @missing_decorator
    def f(): pass
except NameError as e:
    print(e)
