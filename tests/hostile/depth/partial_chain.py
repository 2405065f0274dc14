# partials of partials, reduce of reduce.
# ends: ok
import functools
p = len
for i in range(20_000):
    p = functools.partial(p, 1) if i % 2 else functools.partial(functools.partial, p)
for use in (lambda: p(), lambda: repr(p), lambda: functools.reduce(lambda a, b: (a, b), range(20_000)) == 1):
    try:
        use()
    except (RecursionError, TypeError):
        pass
q = functools.partial(print)
q.__setstate__((q, (), {}, {}))
try:
    repr(q)
    q()
except RecursionError:
    pass
q.__setstate__((print, (), {}, {}))
