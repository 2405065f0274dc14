# Types that hold types: list[list[...]], unions, in circles.
# ends: ok
t = int
for i in range(5000):
    t = list[t]
u = int
for i in range(800):
    u = u | list[u]
for use in (lambda: repr(t), lambda: hash(t), lambda: t == list[t], lambda: t.__parameters__, lambda: isinstance(1, u), lambda: repr(u), lambda: hash(u)):
    try:
        use()
    except (RecursionError, TypeError, MemoryError):
        pass
x = []
a = list[x]
x.append(a)
try:
    repr(a)
except RecursionError:
    pass
x.clear()
