# All kinds of parameters together.
def f(a, b=2, /, c=3, *args, d, e=5, **kwargs):
    return a, b, c, args, d, e, kwargs


print(f(1, d=4))
print(f(1, 20, 30, 40, 50, d=4, e=6, z=7))
print(f(1, d=4, c=9, a="kw a", b="kw b"))
print(f(*[1, 2], *(3,), **{"d": 4}, **{"x": 5}))
print(f(1, *range(3), d=0, **{}))


def pos(a, b, /):
    return a, b


def kwonly(*, a, b=1):
    return a, b


def star(*args, **kw):
    return args, kw


def mixed(a, *, b):
    return a, b


print(pos(1, 2), kwonly(a=1), kwonly(b=2, a=3), star(), star(1, a=2), mixed(1, b=2))
print(star(*"ab", *[], c=1, **{"d": 2}), star(self=1, cls=2, args=3, kw=4))


def order(**kw):
    return list(kw)


print(order(z=1, a=2, **{"m": 3, "b": 4}))


def log(x):
    print("eval", x, end=" ")
    return x


print(star(log(1), *log([2]), log(3), k=log(4), **log({"l": 5})))


def defaults(a=log(1), *, b=log(2)):
    return a, b


print(defaults())
args = (1, 2)
got = star(*args)
print(got[0] == args)
kw = {"a": []}
received = star(**kw)[1]
print(received == kw, received is kw, received["a"] is kw["a"])


class Mapping:
    def keys(self):
        return ["x", "y"]

    def __getitem__(self, key):
        return key * 2


print(star(**Mapping()))
print(star(*{"k": 1}), star(*(i for i in range(3))))
print((lambda a, /, *, b: (a, b))(1, b=2))
many = {f"n{i}": i for i in range(300)}
print(len(star(*range(1000), **many)[0]), len(star(*range(1000), **many)[1]))
