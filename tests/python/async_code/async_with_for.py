# async with and async for: protocol, else, break, exceptions, errors for wrong objects.
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


class Manager:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    async def __aenter__(self):
        await Step(f"enter {self.name}")
        return self

    async def __aexit__(self, kind, value, tb):
        await Step(f"exit {self.name} {kind.__name__ if kind else None}")
        return self.swallow


class Numbers:
    def __init__(self, n):
        self.n, self.i = n, 0

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.i == self.n:
            raise StopAsyncIteration
        self.i += 1
        await Step(f"next {self.i}")
        return self.i


async def f():
    async with Manager("a") as a, Manager("b", True):
        raise ValueError(a.name)
    seen = []
    async for x in Numbers(3):
        if x == 2:
            continue
        seen.append(x)
    else:
        seen.append("else")
    async for x in Numbers(9):
        if x == 2:
            break
    else:
        seen.append("never")
    return seen, x


trail, value = drive(f())
print(trail)
print(value)


async def error():
    try:
        async with Manager("e"):
            async for x in Numbers(2):
                raise KeyError(x)
    except KeyError as e:
        return repr(e)


print(drive(error()))


async def returns():
    async with Manager("r"):
        async for x in Numbers(5):
            if x == 3:
                return x


print(drive(returns()))


class NoAnext:
    def __aiter__(self):
        return self


class BadAnext(NoAnext):
    def __anext__(self):
        return 5


class Half:
    async def __aenter__(self):
        pass


async def loop(x):
    async for _ in x:
        pass


async def with_(x):
    async with x:
        pass


for f, x in ((loop, 5), (loop, [1]), (loop, NoAnext()), (loop, BadAnext()), (with_, 5), (with_, Half()), (with_, open)):
    try:
        drive(f(x))
    except TypeError as e:
        print(e)


async def sync_in_async():
    with SyncManager():
        for x in [1, 2]:
            await Step(x)


class SyncManager:
    def __enter__(self):
        print("sync enter")

    def __exit__(self, *a):
        print("sync exit")


print(drive(sync_in_async()))
try:
    with Manager("m"):
        pass
except TypeError as e:
    print(e)
