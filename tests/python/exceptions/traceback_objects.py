# Traceback objects: tb_lineno, tb_next, frames, code names; chains while handled.
import sys


def a():
    b()


def b():
    raise ValueError("here")


def names(tb):
    out = []
    while tb:
        out.append((tb.tb_frame.f_code.co_name, tb.tb_lineno - tb.tb_frame.f_code.co_firstlineno))
        tb = tb.tb_next
    return out


try:
    a()
except ValueError as e:
    print(names(e.__traceback__)[1:], names(e.__traceback__)[0][0])
    tb = e.__traceback__
    print(type(tb).__name__, tb.tb_frame is sys._getframe(), tb.tb_next.tb_frame.f_locals)
    keep = e
print(names(keep.__traceback__)[1:])


def again():
    raise keep


try:
    again()
except ValueError as e:
    print([n for n, _ in names(e.__traceback__)])
print([n for n, _ in names(ValueError("x").with_traceback(tb).__traceback__)])
e = ValueError()
print(e.__traceback__)
e.__traceback__ = tb
print(e.__traceback__ is tb)
e.__traceback__ = None
print(e.__traceback__)


def gen():
    yield 1
    raise KeyError


g = gen()
next(g)
try:
    next(g)
except KeyError as e:
    print([n for n, _ in names(e.__traceback__)])


def deep(n):
    if n == 0:
        raise RuntimeError
    deep(n - 1)


try:
    deep(10)
except RuntimeError as e:
    print(len(names(e.__traceback__)))


def reraise():
    try:
        b()
    except ValueError:
        raise


def reraise_named():
    try:
        b()
    except ValueError as e:
        raise e


def with_finally():
    try:
        b()
    finally:
        x = 1


for f in (reraise, reraise_named, with_finally):
    try:
        f()
    except ValueError as e:
        print(f.__name__, names(e.__traceback__)[1:])


class C:
    def __init__(self):
        self.x = [1 / 0 for _ in range(1)]


try:
    C()
except ZeroDivisionError as e:
    print([n for n, _ in names(e.__traceback__)])
tb.tb_next = None
print(len(names(tb)))
try:
    tb.tb_next = tb
except ValueError as e:
    print(e)
f = sys.exception()
print(f)
