class Await:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        got = yield self.value
        return [got]


async def inner(value):
    return await Await(value)


async def outer():
    results = []
    for value in "abc":
        results.append(await inner(value))
    return results


def drive(coroutine):
    sent = None
    while True:
        try:
            sent = coroutine.send(sent) * 2
        except StopIteration as stop:
            return stop.value


print(drive(outer()))


async def asynchronous():
    try:
        while True:
            yield await inner("y")
    finally:
        await inner("finally")


async def consume():
    generator = asynchronous()
    items = [await anext(generator) for _ in range(3)]
    await generator.aclose()
    return items


print(drive(consume()))
coroutine = outer()
coroutine.send(None)
try:
    coroutine.throw(KeyError("thrown"))
except KeyError as error:
    print(error)
inner(1).close()
