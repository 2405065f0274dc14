# yield from: values, results, send, throw and close passed through, any iterable.
def inner():
    x = yield 1
    print("inner got", x)
    try:
        y = yield 2
        print("inner got", y)
    except ValueError as e:
        print("inner caught", e)
        yield "after error"
    return "inner result"


def outer():
    result = yield from inner()
    print("outer got", result)
    result = yield from [10, 20]
    print("list gave", result)
    result = yield from "ab"
    return "outer result"


g = outer()
print(next(g), g.send("s1"), g.send("s2"))
print(list(g))
g = outer()
next(g), next(g)
print(g.throw(ValueError("thrown")), next(g))


def delegate(it):
    return (yield from it)


class OnlyIter:
    def __init__(self):
        self.n = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        if self.n > 2:
            raise StopIteration("custom value")
        return self.n


def drive(g):
    out = []
    try:
        while True:
            out.append(next(g))
    except StopIteration as e:
        return out, e.value


print(drive(delegate(OnlyIter())), drive(delegate(range(3))), drive(delegate({"k": 1})))
d = delegate(OnlyIter())
next(d)
try:
    d.send(5)
except AttributeError as e:
    print(e)
d = delegate(OnlyIter())
next(d)
try:
    d.throw(KeyError("no throw method"))
except KeyError as e:
    print(repr(e))
try:
    next(delegate(5))
except TypeError as e:
    print(e)


def tree(n):
    if n:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)


print(list(tree(3)))


class WithMethods:
    def __iter__(self):
        return self

    def __next__(self):
        return "next"

    def send(self, v):
        return f"send {v}"

    def throw(self, e):
        return f"throw {e!r}"

    def close(self):
        print("close called")


d = delegate(WithMethods())
print(next(d), d.send(1), d.throw(ValueError("x")), next(d))
d.close()


def chain(*its):
    for it in its:
        yield from it


print(list(chain("ab", [1], chain((2, 3)))), (lambda: (yield from ()))().__next__.__name__)
g = outer()
next(g)
print(g.gi_yieldfrom.__name__, outer().gi_yieldfrom)
deep = iter([1, 2])
for _ in range(50):
    deep = delegate(deep)
print(list(deep))
