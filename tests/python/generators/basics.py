# Generators: lazy start, next, exhaustion, return value, loops, state.
def countdown(n):
    print("started")
    while n > 0:
        yield n
        n -= 1
    print("finished")
    return "result"


g = countdown(2)
print(type(g).__name__, iter(g) is g)
print(next(g))
print(next(g))
try:
    next(g)
except StopIteration as e:
    print("stop", e.value, e.args)
try:
    next(g)
except StopIteration as e:
    print("stop again", e.value)
print(next(g, "default"), list(g))


def empty():
    return
    yield


def with_value():
    return 5
    yield


print(list(empty()), list(with_value()))
try:
    next(with_value())
except StopIteration as e:
    print(repr(e))


def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


print([x for _, x in zip(range(10), fib())])


def nested(items):
    for item in items:
        if isinstance(item, list):
            for inner in nested(item):
                yield inner
        else:
            yield item


print(list(nested([1, [2, [3, [], 4]], 5])))
two = fib()
print(next(two), next(two), next(two), sum(x for _, x in zip(range(3), two)))


def several():
    yield 1; yield 2
    yield
    yield 4, 5
    yield [yield_ for yield_ in "ab"]


print(list(several()), tuple(several())[3], max([3, 1]), dict(enumerate(fib_ for fib_ in "xy")))
g = (x * x for x in range(3))
print(g.__name__, type(g).__name__, list(g), list(g))
a, *b = countdown(3)
print(a, b)
print(2 in fib(), sorted(nested([3, [1, 2]])), "".join(str(c) for c in (1, 2)))


def running():
    try:
        next(self_ref)
    except ValueError as e:
        yield str(e)


self_ref = running()
print(next(self_ref))
print(countdown.__name__, countdown(1).__name__, countdown(1).__qualname__, countdown(1).gi_running)


def loop_variable_survives():
    for i in range(3):
        yield i
    yield f"i={i}"


print(list(loop_variable_survives()))
