# throw() gives its arguments to what the generator delegates to, as they are.


class Delegate:
    def __iter__(self):
        return self

    def __next__(self):
        return "next"

    def throw(self, *args):
        print("throw", args)
        return "thrown"


def outer():
    yield from Delegate()


g = outer()
print(next(g), g.throw(123), g.throw(ValueError), g.throw(KeyError, "a"))


class Bad(BaseException):
    def __new__(cls, *args):
        return 1


def plain():
    yield 1


for arguments in [(Bad,), (5,), ("text",), (None,), (ValueError, "a", 5), (ValueError(), "a"), (KeyError, ("a", 2))]:
    g = plain()
    try:
        g.throw(*arguments)
    except BaseException as error:
        print(type(error).__name__, error, next(g, "over"))


async def items():
    yield 1


step = items().athrow(5)
try:
    step.send(None)
except TypeError as error:
    print(error)
