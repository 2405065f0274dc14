# Calls inside calls, deep argument lists, many arguments, keywords as names, tail positions.
def show(*args, **kw):
    return f"({', '.join([*map(str, args), *(f'{k}={v}' for k, v in kw.items())])})"


print(show(show(show(1), show(2, a=3)), b=show(4)))
print(show(*[show(i) for i in range(3)], **{"k": show(x=1)}))
print(show(print("inside", end=" ")))


def forward(f, /, *args, **kwargs):
    return f(*args, **kwargs)


print(forward(show, 1, 2, f=3), forward(forward, show, f=1), forward(max, 3, 7, 5), forward(sorted, [3, 1], reverse=True))


def many(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, b0=0, b1=1, b2=2, b3=3, b4=4, b5=5, b6=6, b7=7, b8=8, b9=9):
    return a0 + a9 + b0 + b9, b5


print(many(*range(10)), many(*range(20)), many(*range(10), b9=100, b5="five"))
print(eval("show(" + ",".join(str(i) for i in range(300)) + ")").count(","))
source = "def big(" + ", ".join(f"p{i}={i}" for i in range(300)) + "): return p0 + p299\nprint(big(), big(5, p299=1))"
exec(source)


def swap(a, b):
    return b, a


def curry(f, *first):
    return lambda *rest: f(*first, *rest)


print(swap(*swap(1, 2)), curry(show, 1, 2)(3), curry(swap, "x")("y"))


def accumulate(total, *rest):
    if not rest:
        return total
    return accumulate(total + rest[0], *rest[1:])


print(accumulate(*range(50)))


def pass_kwargs(**kw):
    kw["added"] = True
    return kw


original = {"a": 1}
print(pass_kwargs(**original), original)
print(dict(**{"not an identifier": 1}, **{"class": 2}))
print(show(**{"with space": 1}))


class Callable:
    def __call__(self, *args, **kw):
        return show(*args, **kw)

    def method(self, *args, **kw):
        return show(*args, **kw)


c = Callable()
print(c(1, x=2), c.method(*"ab", **{"y": 3}), Callable.method(c, 4), Callable().__call__(5))
print((lambda f, *a: f(*a))(lambda a, b=2: a * b, 5))
print([f(3) for f in (abs, str, c, lambda x: -x, float, [].__class__.__len__.__class__.__name__.__mul__)])
