# isinstance and issubclass with tuples nested deep and in themselves.
# ends: limit time, limit steps, RecursionError, ok
t = (int,)
for i in range(50_000):
    t = (t, t)
for use in (lambda: isinstance("x", t[0]), lambda: issubclass(str, t)):
    try:
        use()
    except RecursionError:
        pass
    else:
        raise AssertionError
