# Async generators that are driven wrongly in every way.
# ends: ok
import sys
async def g():
    try:
        yield 1
        yield 2
    except GeneratorExit:
        yield 3
    finally:
        yield 4
def step(a):
    try:
        a.send(None)
    except (StopIteration, StopAsyncIteration, RuntimeError, ValueError, TypeError):
        pass
for i in range(30):
    x = g()
    for a in (x.__anext__(), x.asend(5), x.__anext__(), x.athrow(ValueError), x.aclose(), x.asend(1), x.__anext__()):
        if i % 2: step(a)
        step(a)
        if i % 3: a.close()
        try:
            a.throw(KeyError)
        except (KeyError, RuntimeError, StopAsyncIteration, StopIteration, ValueError):
            pass
    del a, x
async def c():
    await d
d = c()
try:
    d.send(None)
except (RuntimeError, ValueError):
    pass
sys.set_asyncgen_hooks(lambda g: 1 / 0, lambda g: kept.append(g))
kept = []
x = g()
try:
    x.__anext__()
except ZeroDivisionError:
    pass
sys.set_asyncgen_hooks(None, None)
sys.unraisablehook = lambda u: None
import warnings
warnings.simplefilter("ignore")
kept.clear()
del x
