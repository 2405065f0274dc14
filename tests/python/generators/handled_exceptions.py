# A generator's own handlers keep what they handle across yields, also when it is what the caller handles.
import sys


def handles():
    try:
        yield
    except ValueError as error:
        print("handling", sys.exception() is error, error.__context__)
        yield
        print("still", repr(sys.exception()))
        yield
        raise


generator = handles()
next(generator)
try:
    raise ValueError("thrown")
except ValueError as error:
    generator.throw(error)
print("outside", sys.exception())
next(generator)
try:
    next(generator)
except ValueError as error:
    print("raised again", error, error.__context__)


def inherits():
    for _ in range(3):
        print("inherited", repr(sys.exception()))
        yield
    try:
        1 / 0
    except ZeroDivisionError:
        yield
        print("own", repr(sys.exception()))
        try:
            {}["nested"]
        except KeyError:
            yield
            print("nested", repr(sys.exception()))
        print("own again", repr(sys.exception()))
        yield
    print("inherited again", repr(sys.exception()))
    yield


generator = inherits()
next(generator)
try:
    raise TypeError("first")
except TypeError:
    next(generator)
try:
    raise OSError("second")
except OSError:
    next(generator)
    next(generator)
    next(generator)
next(generator)
try:
    raise OSError("third")
except OSError:
    next(generator)
