# Chaining: from, __context__, __cause__, __suppress_context__, from None.
def get(f):
    try:
        f()
    except BaseException as e:
        return e


def implicit():
    try:
        1 / 0
    except ZeroDivisionError:
        raise KeyError("second")


def explicit():
    try:
        1 / 0
    except ZeroDivisionError as z:
        raise KeyError("second") from z


def suppressed():
    try:
        1 / 0
    except ZeroDivisionError:
        raise KeyError("second") from None


def from_class():
    raise ValueError from TypeError


def three():
    try:
        implicit()
    except KeyError:
        raise ValueError("third")


def in_finally():
    try:
        1 / 0
    finally:
        {}["in finally"]


def same_again():
    try:
        raise ValueError("same")
    except ValueError as e:
        raise e


def swapped():
    first, second = ValueError("1"), ValueError("2")
    try:
        try:
            raise first
        except ValueError:
            raise second
    except ValueError:
        raise first


def handled_inside():
    try:
        raise ValueError("outer")
    except ValueError:
        try:
            raise KeyError("inner")
        except KeyError:
            pass
        raise TypeError("last")


for f in (implicit, explicit, suppressed, from_class, three, in_finally, same_again, swapped, handled_inside):
    e = get(f)
    print(f.__name__, repr(e), "context", repr(e.__context__), "cause", repr(e.__cause__), e.__suppress_context__)
e = get(three)
print(repr(e.__context__.__context__))
e = get(swapped)
print(repr(e.__context__), repr(e.__context__.__context__))
e = ValueError("v")
e.__cause__ = KeyError("set by hand")
print(e.__suppress_context__, repr(e.__cause__))
e.__suppress_context__ = False
e.__context__ = e
e.__cause__ = None
print(e.__context__ is e)
for name in ("__cause__", "__context__", "__traceback__"):
    try:
        setattr(e, name, 5)
    except TypeError as err:
        print(err)
try:
    raise e from e
except ValueError as err:
    print(err.__cause__ is err)


def outer():
    try:
        raise KeyError("handled by the caller")
    except KeyError:
        return get(lambda: 1 / 0)


print(repr(outer().__context__))


def gen():
    try:
        yield
    except ValueError:
        raise KeyError("from generator")


g = gen()
next(g)
e = get(lambda: g.throw(ValueError("thrown")))
print(repr(e), repr(e.__context__))


class E(Exception):
    pass


try:
    raise E("a").with_traceback(None)
except E as e:
    print(e.__traceback__ is not None)
