# Contexts and causes chained a hundred thousand times, in a circle too.
# ends: ok
e = None
for i in range(50_000):
    n = ValueError(i)
    n.__context__ = e
    e = n
try:
    raise e
except ValueError:
    try:
        raise KeyError
    except KeyError as k:
        pass
a, b = ValueError("a"), ValueError("b")
a.__context__, b.__context__ = b, a
try:
    try:
        raise a
    except ValueError:
        raise b
except ValueError as c:
    pass
try:
    try:
        raise a
    except ValueError:
        raise KeyError
except KeyError as c:
    pass
del e, n
import traceback
a.__cause__ = a
traceback.format_exception(a)
