# Defaults: evaluated once, shared, kept in __defaults__ and __kwdefaults__, replaceable.
def f(a, b=1, *, c=2, d):
    return a, b, c, d


print(f.__defaults__, f.__kwdefaults__)
f.__defaults__ = (10, 20)
print(f(d=0))
f.__kwdefaults__ = {"d": 30}
try:
    f()
except TypeError as e:
    print(e)
print(f(c=1))
f.__defaults__ = None
f.__kwdefaults__ = None
try:
    f()
except TypeError as e:
    print(e)
f.__kwdefaults__ = {"c": 5, "d": 6, "unused": 7}
print(f(1, 2))


def shared(x, seen=[]):
    seen.append(x)
    return seen


print(shared(1), shared(2), shared(3, []), shared(4), shared.__defaults__)


def counted(x, *, cache={}):
    cache[x] = cache.get(x, 0) + 1
    return cache


counted("a")
counted("b")
print(counted("a"), counted.__kwdefaults__)


def earlier(a=1, b=None):
    b = a if b is None else b
    return a, b


print(earlier(), earlier(5), earlier(b=0))
n = 1


def late(x=n, y=lambda: n):
    return x, y()


n = 2
print(late())


class C:
    size = 3

    def m(self, n=size, *, k=size + 1):
        return n, k


C.size = 100
print(C().m(), C.m.__defaults__, C.m.__kwdefaults__)
for bad in (5, [1], "ab"):
    try:
        f.__defaults__ = bad
    except TypeError as e:
        print(e)
try:
    f.__kwdefaults__ = ()
except TypeError as e:
    print(e)


def maker(v):
    def inner(x=v):
        return x
    return inner


print(maker(1)(), maker([])(), maker(2)(3), (lambda: 0).__defaults__)
