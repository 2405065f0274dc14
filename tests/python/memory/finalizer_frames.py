# A finalizer that runs when a call ends sees the caller, never the frame that has ended.
import sys


class Looks:
    def __del__(self):
        global seen
        seen = sys._getframe(1)
        print(seen.f_code.co_name, seen.f_lineno, sys.exception())


def returns():
    held = Looks()
    return 5


def raises():
    held = Looks()
    1 / 0


def yields():
    held = Looks()
    yield 1


def yields_and_raises():
    held = Looks()
    yield 1
    1 / 0


def keeps_its_frame():
    held = Looks()
    return sys._getframe()


class Traced:
    def __init__(self):
        self.looks = Looks()

    def __call__(self, frame, event, argument):
        return self


def has_a_trace_function():
    sys._getframe().f_trace = Traced()


def outer():
    returns()
    print(seen.f_code.co_name, seen.f_back.f_code.co_name)
    try:
        raises()
    except ZeroDivisionError:
        pass
    list(yields())
    try:
        list(yields_and_raises())
    except ZeroDivisionError:
        pass
    frame = keeps_its_frame()
    print(sorted(frame.f_locals))
    del frame
    has_a_trace_function()
    print(seen.f_code.co_name)


outer()
del seen
