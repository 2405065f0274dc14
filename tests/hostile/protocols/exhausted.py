# Iterators and streams asked on after their end.
# ends: ok
import io, itertools
for make in (lambda: iter([]), lambda: iter(()), lambda: iter({}), lambda: iter(set()), lambda: iter(""), lambda: iter(b""), lambda: zip(), lambda: map(abs, []), lambda: (x for x in ()), lambda: enumerate([]), lambda: reversed([]),
             lambda: itertools.chain(), lambda: itertools.product([]), lambda: itertools.islice([], 0), lambda: iter(range(0)), lambda: itertools.groupby([]), lambda: itertools.tee([])[0], lambda: itertools.repeat(1, 0), lambda: iter(io.StringIO())):
    i = make()
    for n in range(3):
        try:
            next(i)
        except StopIteration:
            pass
        else:
            raise AssertionError
    for name in ("__reduce__", "__length_hint__", "__copy__"):
        try:
            getattr(i, name)()
        except (AttributeError, TypeError):
            pass
    for state in (-1, 1 << 70, None, (), (1, 2), [], "x"):
        try:
            i.__setstate__(state)
            list(i)
        except (AttributeError, TypeError, ValueError, OverflowError):
            pass
for stream in (io.StringIO("abc"), io.BytesIO(b"abc")):
    stream.read(); assert not stream.read() and not stream.readline() and not stream.readlines()
    stream.close()
    for name in ("read", "write", "seek", "tell", "readline", "truncate", "getvalue", "flush", "__next__", "__enter__"):
        try:
            getattr(stream, name)(*("x",) if name == "write" else (0,) if name == "seek" else ())
        except (ValueError, TypeError):
            pass
