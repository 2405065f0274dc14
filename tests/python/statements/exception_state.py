# sys.exc_info and sys.exception in nested handlers, generators and functions; bare raise.
import sys


def now():
    e = sys.exception()
    assert (sys.exc_info()[1]) is e
    return repr(e)


print(now())
try:
    raise ValueError("outer")
except ValueError:
    print(now())
    try:
        raise KeyError("inner")
    except KeyError as e:
        print(now(), repr(e.__context__))
    print(now())
print(now())


def handler():
    try:
        raise TypeError("in function")
    except TypeError:
        return now()


try:
    1 / 0
except ZeroDivisionError:
    print(handler(), now())


def gen():
    print("gen", now())
    try:
        raise IndexError("in gen")
    except IndexError:
        yield now()
        yield now()
    yield now()


try:
    1 / 0
except ZeroDivisionError:
    g = gen()
    print(next(g), now())
print(next(g), now())
print(next(g), now())


def reraise():
    try:
        raise ValueError("again")
    except ValueError:
        try:
            raise KeyError
        except KeyError:
            pass
        raise


try:
    reraise()
except ValueError as e:
    print("reraised", e, e.__context__)


def helper():
    raise


try:
    try:
        raise OSError("from the caller")
    except OSError:
        helper()
except OSError as e:
    print("raise in a callee:", e)
try:
    raise
except RuntimeError as e:
    print(e)
for bad in (5, "text", int):
    try:
        raise bad
    except TypeError as e:
        print(e)
try:
    raise ValueError from 5
except TypeError as e:
    print(e)
