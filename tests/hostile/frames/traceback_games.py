# Tracebacks linked into circles, exceptions raised again and again.
# ends: ok
import sys, types
try:
    1 / 0
except ZeroDivisionError as e:
    t = e.__traceback__
for use in (lambda: setattr(t, "tb_next", t), lambda: setattr(t, "tb_next", 5), lambda: setattr(t, "tb_lineno", 1 << 40), lambda: types.TracebackType(t, sys._getframe(), 1, 1), lambda: types.TracebackType(None, None, 1, 1), lambda: types.TracebackType(t, t.tb_frame, 1 << 31, -1), lambda: delattr(t, "tb_next")):
    try:
        use()
    except (TypeError, ValueError, OverflowError, AttributeError):
        pass
e = ValueError()
for i in range(5000):
    try:
        raise e
    except ValueError:
        pass
n, t = 0, e.__traceback__
for value in (5, "x", t, None):
    try:
        e.__traceback__ = value
        e.__cause__ = value
        e.__context__ = value
        e.with_traceback(value)
        e.add_note(value)
    except TypeError:
        pass
e.__notes__ = 5
import traceback
traceback.format_exception(e)
for args in ((), (5,), (ValueError, 5), (ValueError, ValueError(), 5), (1, 2, 3)):
    g = (x for x in [1])
    try:
        g.throw(*args)
    except (TypeError, ValueError):
        pass
