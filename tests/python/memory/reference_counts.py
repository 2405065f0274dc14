# What counts as a reference.
from sys import getrefcount


class Thing:
    pass


shared = Thing()
print("a global:", getrefcount(shared))


def local():
    thing = Thing()
    return getrefcount(thing)


def two_locals():
    thing = Thing()
    other = thing
    return getrefcount(thing), getrefcount(other)


def parameter(thing):
    return getrefcount(thing)


def cell():
    thing = Thing()
    return getrefcount(thing), (lambda: thing)


print("a local:", local())
print("two locals:", two_locals())
print("a temporary:", getrefcount(Thing()), getrefcount([]), getrefcount({}))
print("passed on, no name:", parameter(Thing()))
print("passed on, a global:", parameter(shared) - getrefcount(shared))
print("in a cell:", cell()[0])


def containers():
    thing = Thing()
    base = getrefcount(thing)
    counts = []
    a = [thing]
    counts.append(getrefcount(thing) - base)
    b = (thing, thing)
    counts.append(getrefcount(thing) - base)
    c = {"k": thing, thing: 1}
    counts.append(getrefcount(thing) - base)
    d = {thing}
    counts.append(getrefcount(thing) - base)
    e = Thing()
    e.attribute = thing
    counts.append(getrefcount(thing) - base)
    f = thing.__init__
    counts.append(getrefcount(thing) - base)
    g = iter(a)
    counts.append(getrefcount(thing) - base)
    del a, b, c, d, e, f
    counts.append(getrefcount(thing) - base)
    del g
    counts.append(getrefcount(thing) - base)
    return counts


print("containers:", containers())


def of_class():
    class Made:
        pass

    base = getrefcount(Made)
    one = [Made() for _ in range(5)]
    grown = getrefcount(Made) - base
    one.pop()
    less = getrefcount(Made) - base
    one.clear()
    return grown, less, getrefcount(Made) - base


print("a class, by instances:", of_class())


def in_generator():
    thing = Thing()
    base = getrefcount(thing)

    def generate(argument):
        yield
        yield

    generator = generate(thing)
    made = getrefcount(thing) - base
    next(generator)
    running = getrefcount(thing) - base
    generator.close()
    return made, running, getrefcount(thing) - base


print("held by a generator:", in_generator())


def in_exception():
    thing = Thing()
    base = getrefcount(thing)
    error = ValueError(thing)
    inside = getrefcount(thing) - base
    error.args = ()
    between = getrefcount(thing) - base
    error.attribute = error.__cause__ = None
    error.attribute = thing
    return inside, between, getrefcount(thing) - base


print("held by an exception:", in_exception())


def in_calls():
    thing = Thing()
    base = getrefcount(thing)

    def star(*args):
        return getrefcount(thing) - base

    def double(**named):
        return getrefcount(thing) - base

    return star(thing), star(thing, thing), double(a=thing), getrefcount(thing) - base


print("held by a call:", in_calls())
print("immortal, all alike:", getrefcount(None) == getrefcount(True) == getrefcount(1))
