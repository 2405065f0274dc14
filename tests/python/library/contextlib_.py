"""contextlib."""
import contextlib
import io


def attempt(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, error)


@contextlib.contextmanager
def tag(name):
    print("<%s>" % name)
    try:
        yield name.upper()
    except ValueError as error:
        print("caught", error)
    finally:
        print("</%s>" % name)


with tag("p") as t:
    print(t)
with tag("q"):
    raise ValueError("inside")


def raising():
    with tag("r"):
        raise KeyError("through")


attempt(raising)


@tag("deco")
def decorated():
    return 5


print(decorated())
with contextlib.suppress(ZeroDivisionError, KeyError):
    1 / 0
print("after")
out = io.StringIO()
with contextlib.redirect_stdout(out):
    print("redirected")
print(repr(out.getvalue()))


class Closable:
    def close(self):
        print("closed")


with contextlib.closing(Closable()) as c:
    print(type(c).__name__)
with contextlib.ExitStack() as stack:
    for name in "ab":
        stack.enter_context(tag(name))
    stack.callback(print, "callback", end="!\n")
    stack.push(lambda *exc: print("pushed", exc[0]))
with contextlib.nullcontext(7) as n:
    print(n)


@contextlib.contextmanager
def twice():
    yield 1
    yield 2


def bad():
    with twice():
        pass


attempt(bad)


class Deco(contextlib.ContextDecorator):
    def __enter__(self):
        print("enter")
        return self

    def __exit__(self, *exc):
        print("exit", exc[0])
        return False


@Deco()
def work():
    print("work")


work()


def stack_raises():
    with contextlib.ExitStack() as stack:
        stack.callback(lambda: 1 / 0)
        raise KeyError("first")


try:
    stack_raises()
except ZeroDivisionError as error:
    print(type(error).__name__, repr(error.__context__))


async def run():
    @contextlib.asynccontextmanager
    async def atag():
        print("aenter")
        yield "v"
        print("aexit")

    async with atag() as v:
        print(v)
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(atag())


coroutine = run()
try:
    coroutine.send(None)
except StopIteration:
    print("done")
