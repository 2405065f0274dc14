# Generators that run, close and throw into themselves.
# ends: ok
def g():
    for use in (lambda: next(x), lambda: x.send(1), lambda: x.throw(ValueError), lambda: x.close(), lambda: list(x), lambda: x.gi_frame.clear()):
        try:
            use()
        except (ValueError, RuntimeError):
            pass
    yield 1
x = g()
assert list(x) == [1]
def k():
    x = yield
    yield from x
x = k(); next(x)
try:
    x.send(x)
except (ValueError, TypeError):
    pass
class I:
    def __iter__(self): return y
    def __next__(self): return next(y)
def m(): yield from I()
y = m()
try:
    next(y)
except (ValueError, TypeError):
    pass
