# An error inside a generator that is looped over inside another.
def inner(n):
    for i in range(n):
        yield 10 / (2 - i)


def outer():
    yield from inner(5)


for x in outer():
    print(x)
