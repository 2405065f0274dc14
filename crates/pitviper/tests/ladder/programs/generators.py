def count(limit):
    received = []
    for number in range(limit):
        got = yield number * 2
        if got is not None:
            received.append(got)
    return received


def delegate():
    result = yield from count(5)
    yield ["result", result]


generator = delegate()
print(next(generator), generator.send("a"), generator.send([1, 2]), list(generator))
generator = count(3)
next(generator)
try:
    generator.throw(ValueError("thrown"))
except ValueError as error:
    print(error)


def closing():
    try:
        while True:
            yield {}
    finally:
        print("closed")


generator = closing()
next(generator)
generator.close()
print(sum(x * y for x in range(5) for y in range(x)), dict((k, [k]) for k in "ab"))
print(*map(lambda a, b: (a, b), "xyz", [1, 2, 3]), *zip("ab", "cd"), *enumerate("q", 5), *filter(None, [0, 1]))
