# Coroutines awaiting coroutines, deep.
# ends: ok
async def f(n):
    if n:
        return await f(n - 1)
    return 1
try:
    f(10 ** 6).send(None)
except RecursionError:
    caught = 1
async def wrap(c):
    return await c
c = f(0)
for i in range(2000):
    c = wrap(c)
try:
    c.send(None)
except (StopIteration, RecursionError):
    caught = 2
c.close()
del c
assert caught == 2
