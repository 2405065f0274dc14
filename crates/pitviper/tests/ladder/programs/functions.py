def everything(a, b=[], /, c=3, *args, d, e=5, **rest):
    return a, b, c, args, d, e, rest


print(everything(1, d=4), everything(1, 2, 3, 4, 5, d=6, z=7), everything(*[1, 2], **{"d": 3, "q": 4}))
for call in "everything()", "everything(1)", "everything(1, 2, 3, c=4, d=1)", "everything(a=1, d=2)", "everything(**{1: 2})":
    try:
        eval(call)
    except TypeError as error:
        print(error)


def counter():
    total = 0

    def add(amount):
        nonlocal total
        total += amount
        return total

    return add


def decorate(function):
    def wrapper(*args, **named):
        return ["wrapped", function(*args, **named)]

    wrapper.__wrapped__ = function
    return wrapper


@decorate
def decorated(x: int, *, y: "str" = "d") -> list:
    "Documentation."
    return x, y


add = counter()
print([add(n) for n in range(5)], decorated(1, y=2), decorated.__wrapped__.__annotations__, decorated.__wrapped__.__doc__)


def recurse(n):
    return n and 1 + recurse(n - 1)


print(recurse(200))
import functools

print(functools.reduce(lambda a, b: a * b, range(1, 10)), functools.partial(everything, 1, d=2)(3))


@functools.lru_cache(maxsize=8)
def cached(n):
    return n if n < 2 else cached(n - 1) + cached(n - 2)


print(cached(30), cached.cache_info().hits > 0, sorted([1, 2], key=functools.cmp_to_key(lambda a, b: b - a)))
