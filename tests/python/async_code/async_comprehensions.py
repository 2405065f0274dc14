# Async comprehensions and await inside comprehensions.
class Step:
    def __init__(self, tag):
        self.tag = tag

    def __await__(self):
        yield self.tag
        return self.tag


def drive(coro):
    trail = []
    try:
        while True:
            trail.append(coro.send(None))
    except StopIteration as e:
        return trail, e.value


async def agen(n):
    for i in range(n):
        await Step(i)
        yield i


async def value(x):
    await Step(f"v{x}")
    return x * 10


async def main():
    a = [x async for x in agen(3)]
    b = {x: y async for x in agen(2) for y in "ab"}
    c = sorted({x % 2 async for x in agen(4) if x != 1})
    d = [await value(x) for x in range(2)]
    e = [await value(x) async for x in agen(2) if await value(x) >= 0]
    f = [[y async for y in agen(x)] async for x in agen(3)]
    return a, b, c, d, e, f


trail, result = drive(main())
print(len(trail), trail[:8])
print(result)


async def genexp():
    g = (x * 2 async for x in agen(3))
    print(type(g).__name__)
    out = []
    async for x in g:
        out.append(x)
    h = (await value(x) for x in range(2))
    print(type(h).__name__)
    return out, [x async for x in h]


print(drive(genexp()))


async def lambdas():
    f = [lambda: x async for x in agen(3)]
    return [g() for g in f]


print(drive(lambdas()))


async def nested():
    return [[(a, b) async for b in agen(2)] for a in range(2)]


print(drive(nested())[1])


async def outer_values(n):
    k = 5
    return [n + k + x async for x in agen(2)], {await value(k) for _ in [0]}


print(drive(outer_values(100))[1])


async def fails():
    try:
        return [1 // x async for x in agen(2)]
    except ZeroDivisionError as e:
        return str(e)


print(drive(fails()))
for source in ("def f():\n    return [x async for x in y]", "await x", "async def f():\n    yield from x",
               "def f():\n    await x", "[await x for x in y]", "async def f():\n    yield 1\n    return 2",
               "def f():\n    async with x: pass", "def f():\n    async for x in y: pass"):
    try:
        compile(source, "f", "exec")
        print("compiled")
    except SyntaxError as e:
        print(e.msg)
