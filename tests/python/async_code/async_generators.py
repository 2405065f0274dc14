# Async generators: iteration, asend, athrow, aclose, finally.
class Step:
    def __init__(self, tag):
        self.tag = tag

    def __await__(self):
        got = yield self.tag
        return got


def drive(awaitable):
    trail = []
    it = awaitable.__await__()
    try:
        while True:
            trail.append(next(it))
    except StopIteration as e:
        return trail, e.value


async def agen(n):
    try:
        for i in range(n):
            await Step(f"step {i}")
            got = yield i
            if got:
                print("got", got)
    except ValueError as e:
        yield f"caught {e}"
    finally:
        print("finally")


g = agen(3)
print(type(g).__name__, g.ag_running, g.__aiter__() is g, g.__name__)
print(drive(g.__anext__()))
print(drive(g.asend("hello")))
print(drive(g.athrow(ValueError("v"))))
try:
    drive(g.__anext__())
except StopAsyncIteration as e:
    print("end", e.args)
try:
    drive(g.__anext__())
except StopAsyncIteration:
    print("end again")


async def collect():
    out = []
    async for x in agen(2):
        out.append(x)
    return out


print(drive(collect()))


async def partly():
    g = agen(5)
    async for x in g:
        if x == 1:
            break
    await g.aclose()
    return x


print(drive(partly()))
g = agen(1)
try:
    drive(g.asend(1))
except TypeError as e:
    print(e)
drive(g.aclose())
print(hasattr(g, "__next__"), hasattr(g, "__anext__"))


async def empty():
    return
    yield


async def delegating():
    async for x in agen(2):
        yield x * 10
    yield "last"


async def consume(it):
    return [x async for x in it]


print(drive(consume(empty())), drive(consume(delegating())))


async def builtin():
    g = agen(1)
    first = await anext(g)
    second = await anext(g, "default")
    return first, second, aiter(g) is g


print(drive(builtin()))


async def raising():
    yield 1
    raise KeyError("inside")


g = raising()
print(drive(anext(g)))
try:
    drive(anext(g))
except KeyError as e:
    print(repr(e))


async def stop():
    yield 1
    raise StopAsyncIteration


g = stop()
drive(anext(g))
try:
    drive(anext(g))
except RuntimeError as e:
    print(e)
for bad in (aiter, anext):
    try:
        bad(5)
    except TypeError as e:
        print(e)
try:
    for x in agen(1):
        pass
except TypeError as e:
    print(e)
