"""functools: reduce, partial, lru_cache, cmp_to_key and the pure-Python rest."""
import copy
import functools
from functools import Placeholder as _
from functools import cache, cached_property, cmp_to_key, lru_cache, partial, partialmethod, reduce, singledispatch, total_ordering, wraps


def attempt(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, error)


print(reduce(lambda a, b: a + b, [1, 2, 3]), reduce(lambda a, b: a * b, range(1, 6), 10), reduce(max, [], 7))
print(reduce(lambda a, b: a + [b], "ab", initial=[]))
attempt(lambda: reduce(max, []))
attempt(lambda: reduce(max, 3))
attempt(lambda: reduce(max))


def show(*args, **kwargs):
    return args, kwargs


p = partial(show, 1, 2, a=3)
print(p(), p(4, b=5), p(a=9), p.func is show, p.args, p.keywords)
print(partial(p, 6, a=7)(8), partial(int, base=2)("101"))
q = partial(show, _, 2, _, 4)
print(q.args, q(1, 3), q(1, 3, 4), partial(q, 5)(6))
attempt(lambda: q(1))
attempt(lambda: partial(show, _))
attempt(lambda: partial(show, a=_))
attempt(lambda: partial())
attempt(lambda: partial(3))
attempt(lambda: setattr(p, "func", 1))
p.note = "n"
print(p.note, p.__dict__, repr(partial(print, 1, sep="x")), repr(_), type(_))
print(repr(partial(max, 1)), copy.copy(partial(max, 1))(5), partial(max, 3).__reduce__()[1:])
attempt(lambda: partial(show).__setstate__(1))


class P(partial):
    pass


print(P(max, 1)(3), type(P(max, 1)), isinstance(p, partial))


class Cell:
    def __init__(self):
        self.alive = False

    def set(self, state):
        self.alive = state

    on = partialmethod(set, True)


cell = Cell()
cell.on()
print(cell.alive)


class WithPartial:
    method = partial(show, 1)


print(len(WithPartial().method()[0]))

calls = []


@lru_cache(maxsize=2)
def square(x, *, add=0):
    "Squares."
    calls.append(x)
    return x * x + add


print(square(2), square(2), square(3), square(2), square(4), square(3), square.cache_info(), calls)
print(square(2, add=1), square(add=1, x=2), square.cache_info())
print(square.__name__, square.__doc__, square.__wrapped__(5), square.cache_parameters())
square.cache_clear()
print(square.cache_info())
attempt(lambda: square([]))
attempt(lambda: lru_cache("a"))
attempt(lambda: lru_cache(maxsize=2.5)(len))


@cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(90), fib.cache_info())


@lru_cache(None, typed=True)
def kind(x):
    return type(x).__name__


print(kind(1), kind(1.0), kind(True), kind.cache_info())


@lru_cache(0)
def never(x):
    return x


print(never(1), never(1), never.cache_info())


class Thing:
    def __init__(self, n):
        self.n = n

    @lru_cache
    def double(self):
        print("computing", self.n)
        return self.n * 2

    @cached_property
    def triple(self):
        print("tripling")
        return self.n * 3


t = Thing(4)
print(t.double(), t.double(), t.triple, t.triple, t.__dict__)
del t.triple
print(t.triple)
Thing.double.cache_clear()


@lru_cache(3)
def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)


print(deep(50), deep.cache_info(), copy.copy(deep) is deep, copy.deepcopy(deep) is deep)


def compare(a, b):
    return (a % 10 > b % 10) - (a % 10 < b % 10)


print(sorted([31, 22, 13, 40], key=cmp_to_key(compare)), min([15, 21], key=cmp_to_key(compare)))
K = cmp_to_key(compare)
print(K(1) < K(2), K(1) == K(11), K(5).obj)
attempt(lambda: K(1) < 3)
attempt(lambda: hash(K(1)))
attempt(lambda: K())
attempt(lambda: cmp_to_key())


@total_ordering
class Version:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return self.n == other.n

    def __lt__(self, other):
        return self.n < other.n


print(Version(1) <= Version(1), Version(2) > Version(1), Version(1) >= Version(3))


def decorate(function):
    @wraps(function)
    def inner(*args):
        return function(*args)

    return inner


@decorate
def documented():
    "Text."


print(documented.__name__, documented.__doc__, documented.__wrapped__.__name__)


@singledispatch
def describe(x):
    return "object"


@describe.register(int)
def _int(x):
    return "int"


@describe.register(list)
def _list(x):
    return "list"


print(describe(1), describe([]), describe("s"), describe(True), describe.dispatch(bool).__name__)
attempt(lambda: describe())
print(functools.WRAPPER_ASSIGNMENTS)
