# close: GeneratorExit, finally, ignoring it, value returned (3.13), dropping a generator.
def gen(label):
    try:
        yield 1
        yield 2
    except GeneratorExit:
        print(label, "GeneratorExit")
        raise
    finally:
        print(label, "finally")


g = gen("a")
next(g)
print(g.close(), list(g))
print(g.close())
g = gen("never started")
g.close()
print(list(g))
g = gen("ended")
print(list(g), g.close())


def stubborn():
    for _ in range(2):
        try:
            yield 1
        except GeneratorExit:
            print("ignored")


g = stubborn()
next(g)
try:
    g.close()
except RuntimeError as e:
    print(e)


def value():
    try:
        yield 1
    except GeneratorExit:
        return "value of close"


g = value()
next(g)
print(g.close(), g.close())


def raises():
    try:
        yield 1
    finally:
        raise ValueError("from finally")


g = raises()
next(g)
try:
    g.close()
except ValueError as e:
    print(e, repr(e.__context__))

print("dropping:")
g = gen("dropped")
next(g)
del g
print("rebinding:")
g = gen("rebound")
next(g)
g = None


def local():
    g = gen("local")
    next(g)
    print("leaving")


local()
for x in gen("broken out of"):
    break
print("loop left")


def wrapper():
    with Manager():
        yield 1


class Manager:
    def __enter__(self):
        print("enter")

    def __exit__(self, kind, *rest):
        print("exit", kind.__name__ if kind else None)


w = wrapper()
next(w)
w.close()
w = wrapper()
list(w)


def outer():
    try:
        yield from gen("inner")
    finally:
        print("outer finally")


o = outer()
next(o)
o.close()
o = outer()
next(o)
del o


def closed_in_loop():
    for i in range(3):
        try:
            yield i
        finally:
            print("cleanup", i)


c = closed_in_loop()
next(c), next(c)
c.close()
