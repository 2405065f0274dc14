# A million levels die without a deep stack.
import gc

DEPTH = 100_000


class Link:
    def __init__(self, next):
        self.next = next


class Slotted:
    __slots__ = ("next",)

    def __init__(self, next):
        self.next = next


def grow(step):
    x = None
    for _ in range(DEPTH):
        x = step(x)
    return x


for step in (
    lambda x: [x], lambda x: (x,), lambda x: {0: x}, Link, Slotted, lambda x: iter([x]), lambda x: lambda: x, slice,
):
    x = grow(step)
    del x
print("dropped")
gc.disable()
for step in (lambda x: [x], lambda x: {0: x}, Link, Slotted, lambda x: (x, [])):
    x = grow(step)
    ring = [x]
    ring.append(ring)
    del x, ring
    print(gc.collect())


def held():
    x = None
    while True:
        x = (yield x) or x


x = None
for _ in range(100_000):
    g = held()
    next(g)
    g.send([x])
    x = g
del x, g
print("generators")
error = None
for _ in range(100_000):
    new = ValueError()
    new.__context__ = error
    error = new
del error, new
print("exceptions")
