# What a generator delegates to sees its frame while an exception is thrown in.
import sys


def names():
    frame, found = sys._getframe(1), []
    while frame:
        found.append(frame.f_code.co_name)
        frame = frame.f_back
    return found


def inner():
    try:
        yield
    except RuntimeError:
        print(names())
        yield "caught"


def outer():
    yield from inner()


generator = outer()
generator.send(None)
print(generator.throw(RuntimeError))


class Own:
    def __iter__(self):
        return self

    def __next__(self):
        return "next"

    def throw(self, *arguments):
        print(names(), arguments)
        return "thrown"

    def close(self):
        print(names())


def delegates():
    yield from Own()


generator = delegates()
print(next(generator))
print(generator.throw(KeyError), generator.gi_running, generator.gi_suspended)
print(next(generator))
generator.close()


def bad():
    yield from iter([1, 2])


generator = bad()
next(generator)
try:
    generator.throw(TypeError("no throw there"))
except TypeError as error:
    print(error)


async def awaited():
    pass


coroutine = awaited()
try:
    coroutine.send(None)
except StopIteration:
    pass
try:
    coroutine.throw(ValueError)
except RuntimeError as error:
    print(error)
