# locals, globals, vars and dir in different scopes.
def names(d):
    return sorted(k for k in d if not k.startswith("__"))


print(locals() is globals(), "names" in globals(), vars() is globals())


def f(a, b=2, *args, c=3, **kw):
    x = 10
    if a > 100:
        never = 1
    print(locals())
    loc = locals()
    loc["x"] = 99
    loc["new"] = 1
    print(x, "new" in locals(), names(vars()))
    del a
    return sorted(locals())


print(f(1, d=4))


def outer():
    free = 1
    unused = 2

    def inner():
        own = free
        return locals()
    result = inner()
    return result, sorted(locals())


print(outer())


class C:
    a = 1
    locals()["b"] = 2
    print(names(locals()), names(vars()))
    c = [k for k in names(locals())]


print(C.b, C.c)
globals()["made"] = "by globals()"
print(made)
del globals()["made"]
try:
    made
except NameError as e:
    print(e)


def comp():
    y = 5
    return [sorted(locals()) for i in range(1)], y


print(comp())


def gen():
    z = 1
    yield locals()
    z = 2
    yield locals()


print(list(gen()))


class Obj:
    def __init__(self):
        self.p, self.q = 1, 2


o = Obj()
print(vars(o), vars(o) is o.__dict__, dir(o)[-2:], names(dir(o)))
vars(o)["r"] = 3
print(o.r)
try:
    vars(5)
except TypeError as e:
    print(e)


def dirs():
    b, a = 1, 2
    return dir()


print(dirs(), "names" in dir())
lam = lambda q, r=1: locals()
print(lam(5))


def snapshots():
    first = locals()
    v = 1
    second = locals()
    return first, "v" in first, names(second), first is second


s = snapshots()
print(s[1:])
