# function.__code__ replaced while the function runs.
# ends: ok
def f(n):
    f.__code__ = g.__code__
    if n:
        f(n - 1)
    g.__code__ = h.__code__
    return n
def g(n, m=5):
    f.__code__ = h.__code__
    return n * m
def h(*a, **k):
    x = [1] * 10
    return a
f.__defaults__ = (3,)
for i in range(50):
    f(5)
def gen():
    try:
        gen.__code__ = f.__code__
    except ValueError:
        pass
    yield 1
    yield 2
assert list(gen()) == [1, 2]
def clo():
    x = 1
    def inner():
        return x
    return inner
k = clo()
try:
    k.__code__ = (lambda: 1).__code__
except ValueError:
    pass
k.__closure__[0].cell_contents = k
del k.__closure__[0].cell_contents
try:
    k()
except NameError:
    pass
