# sys.excepthook, sys.unraisablehook, SystemExit handling, exceptions in __del__ and callbacks.
import sys


class Bad:
    def __del__(self):
        raise ValueError("in __del__")


def unraisable(info):
    print("unraisable:", info.exc_type.__name__, info.exc_value, info.err_msg is not None, info.object is not None)


keep = sys.unraisablehook
sys.unraisablehook = unraisable
x = Bad()
del x
[Bad()]
print("still running")


def gen():
    try:
        yield
    finally:
        raise KeyError("on close")


g = gen()
next(g)
del g


def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2


g = stubborn()
next(g)
del g
sys.unraisablehook = keep
for code in (None, 0, 1, "text", [1]):
    try:
        sys.exit(code)
    except SystemExit as e:
        print(repr(e), e.code)
try:
    exit_ = raise_ = None
    raise SystemExit
except SystemExit as e:
    print(e.code)


def hook(kind, value, tb):
    print("hook:", kind.__name__, value, tb is not None)


print(sys.excepthook is sys.__excepthook__, sys.unraisablehook is sys.__unraisablehook__)
sys.excepthook = hook
sys.excepthook(ValueError, ValueError("by hand"), None)
try:
    sys.exit(1, 2)
except TypeError as e:
    print(e)


class Resurrect:
    saved = []

    def __del__(self):
        print("del")
        Resurrect.saved.append(self)


r = Resurrect()
del r
print(len(Resurrect.saved))
Resurrect.saved.clear()
print("cleared without a second __del__")


class Outer:
    def __del__(self):
        try:
            1 / 0
        except ZeroDivisionError:
            print("handled inside __del__")


def f():
    try:
        o = Outer()
        raise KeyError("kept")
    except KeyError as e:
        o = None
        print(repr(e), repr(sys.exception()))


f()
