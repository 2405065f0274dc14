# __call__ in all its forms; callable(); instances as decorators, keys and functions.
class Adder:
    def __init__(self, n):
        self.n = n

    def __call__(self, x, *args, scale=1, **kw):
        return (self.n + x + sum(args)) * scale, kw


add = Adder(10)
print(add(1), add(1, 2, 3, scale=2), add(x=5, y=6), add(*[1], **{"scale": 3}), add.__call__(1))
print(callable(add), callable(5), callable(Adder), callable(len), callable(add.__call__), callable("s".upper))
print(list(map(add, [1, 2])), sorted([3, 1, 2], key=lambda v: add(-v)[0]))


class Chain:
    def __init__(self, path=""):
        self.path = path

    def __getattr__(self, name):
        return Chain(f"{self.path}.{name}")

    def __call__(self, *args):
        return f"{self.path}{args}"


print(Chain("api").users.get(5), Chain().a.b())


class NotReally:
    pass


n = NotReally()
n.__call__ = lambda: "never"
print(callable(n))
try:
    n()
except TypeError as e:
    print(e)
NotReally.__call__ = lambda self, *a: ("now", a)
print(n(1), callable(n))


class Nested:
    def __call__(self):
        return self


x = Nested()
print(x()()() is x)


class CallIsCallable:
    __call__ = Adder(100)


print(CallIsCallable()(5))


class StaticCall:
    @staticmethod
    def __call__(x):
        return f"static {x}"


class ClassCall:
    @classmethod
    def __call__(cls, x):
        return cls.__name__, x


print(StaticCall()(1), ClassCall()(2))


class Memo:
    def __init__(self, f):
        self.f, self.cache, self.hits = f, {}, 0

    def __call__(self, *args):
        if args in self.cache:
            self.hits += 1
        else:
            self.cache[args] = self.f(*args)
        return self.cache[args]


@Memo
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80), fib.hits, len(fib.cache))


class Method:
    def __call__(self, *args):
        return args

    def __get__(self, obj, cls):
        return lambda *args: self(obj is not None, *args)


class Uses:
    m = Method()
    plain = Adder(1)


print(Uses().m(1), Uses.m(2), Uses().plain(5))


class Loop:
    pass


Loop.__call__ = Loop()
try:
    Loop()()
except RecursionError as e:
    print("RecursionError")


class Bad:
    __call__ = 5


try:
    Bad()()
except TypeError as e:
    print(e)
print(callable(Bad()), type(add.__call__).__name__, Adder.__call__(add, 7)[0])
