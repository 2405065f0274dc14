# yield from chained deeper than any stack.
# ends: ok
def chain(n):
    if n:
        yield from chain(n - 1)
    else:
        yield 1
def wrap(g):
    yield from g
g = iter([1, 2, 3])
for i in range(20_000):
    g = wrap(g)
try:
    list(g)
except RecursionError:
    pass
try:
    list(chain(10 ** 6))
except RecursionError:
    pass
g = iter([1])
for i in range(20_000):
    g = wrap(g)
del g
