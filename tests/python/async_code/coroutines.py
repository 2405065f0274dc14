# Coroutines driven by hand: send, results, awaiting, awaitables, errors.
class Awaitable:
    def __init__(self, tag):
        self.tag = tag

    def __await__(self):
        got = yield self.tag
        return f"{self.tag}:{got}"


async def child(n):
    first = await Awaitable(f"child{n}")
    return first, n


async def main():
    a = await child(1)
    b = await child(2)
    return [a, b]


def drive(coro, *answers):
    out, answers = [], iter(answers)
    try:
        out.append(coro.send(None))
        while True:
            out.append(coro.send(next(answers, None)))
    except StopIteration as e:
        return out, e.value


print(drive(main(), "x", "y"))
c = main()
print(type(c).__name__, c.cr_running, c.cr_await, c.cr_code.co_name, c.__name__)
c.send(None)
print(c.cr_await.__name__, c.cr_suspended)
try:
    c.throw(ValueError("thrown in"))
except ValueError as e:
    print(e)
try:
    c.send(None)
except RuntimeError as e:
    print(e)


async def handles():
    try:
        await Awaitable("h")
    except KeyError as e:
        return f"handled {e!r}"
    finally:
        print("finally")


c = handles()
c.send(None)
try:
    c.throw(KeyError("k"))
except StopIteration as e:
    print(e.value)
c = handles()
c.send(None)
print(c.close())
try:
    c.send(None)
except RuntimeError as e:
    print(e)


async def bad(x):
    await x


class BadAwait:
    def __await__(self):
        return 5


for x in (5, None, [1], BadAwait(), drive):
    try:
        drive(bad(x))
    except TypeError as e:
        print(e)
for f in (lambda: iter(main_), lambda: next(main_), lambda: [*main_]):
    main_ = main()
    try:
        f()
    except TypeError as e:
        print(e)
    main_.close()


async def once():
    return 1


c = once()
print(drive(c))
try:
    drive(bad(c))
except RuntimeError as e:
    print(e)


async def stop():
    raise StopIteration("inside")


try:
    drive(stop())
except RuntimeError as e:
    print(e, repr(e.__cause__))


async def expressions():
    return (await once()) + await once(), [await once(), 2], {await once(): await once()}, f"{await once()}"


print(drive(expressions()))
c = once()
w = c.__await__()
print(type(w).__name__, iter(w) is w)
try:
    next(w)
except StopIteration as e:
    print(e.value)
