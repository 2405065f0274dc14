# Attributes and life of generator objects: gi_frame, gi_code, gi_suspended, reprs, errors inside.
def g():
    x = 1
    yield x
    x = 2
    yield x


it = g()
print(it.gi_frame is not None, it.gi_running, it.gi_suspended, it.gi_code is g.__code__)
next(it)
print(it.gi_suspended, it.gi_frame.f_locals["x"])
next(it)
print(it.gi_frame.f_locals)
list(it)
print(it.gi_frame, it.gi_suspended, it.gi_code.co_name)
it.__name__ = "renamed"
it.__qualname__ = "full.renamed"
print(it.__name__, it.__qualname__)
print(repr(it).startswith("<generator object full.renamed at "))
try:
    it.__name__ = 5
except TypeError as e:
    print(e)


def broken():
    yield 1
    raise KeyError("broken")


b = broken()
print(next(b))
try:
    next(b)
except KeyError as e:
    print("first", e)
try:
    next(b)
except StopIteration:
    print("then exhausted")


def looks():
    yield me.gi_running
    yield me.gi_suspended


me = looks()
print(list(me), me.gi_running)


def chained():
    try:
        yield 1
    finally:
        yield 2


c = chained()
print(next(c), next(c), list(c))
c = chained()
next(c)
try:
    c.close()
except RuntimeError as e:
    print(e)
try:
    type(it)()
except TypeError as e:
    print(e)
for attribute in ("gi_running", "gi_frame", "gi_code"):
    try:
        setattr(it, attribute, 1)
    except (AttributeError, TypeError) as e:
        print(e)
print(bool(g()), hasattr(it, "__iter__"), hasattr(it, "__len__"), hasattr(it, "__await__"))
pair = g(), g()
print(pair[0] == pair[1], pair[0] == pair[0], len({*pair}))


def kinds(*a, k, **kw):
    yield a, k, kw


print(next(kinds(1, 2, k=3, z=4)))
try:
    kinds(1)
except TypeError as e:
    print(e)
