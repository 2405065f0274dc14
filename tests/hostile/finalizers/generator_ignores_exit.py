# Generators that go on after GeneratorExit.
# ends: ok
import sys
sys.unraisablehook = lambda u: seen.append(u.exc_value.args)
seen = []
def g():
    while True:
        try:
            yield 1
        except GeneratorExit:
            pass
for i in range(100):
    x = g()
    next(x)
    try:
        x.close()
    except RuntimeError:
        pass
    del x
def h():
    try:
        yield 1
    finally:
        yield 2
x = h(); next(x); del x
assert len(seen) >= 100
