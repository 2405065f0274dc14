# The awaitables of asynchronous generators' methods tell when nobody awaited them.
import warnings


async def generate():
    yield 1


def told(make):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        make(generate())
    print([str(warning.message) for warning in caught])


told(lambda generator: generator.asend(None))
told(lambda generator: generator.__anext__())
told(lambda generator: generator.athrow(ValueError))
told(lambda generator: generator.aclose())


def begin(generator):
    try:
        generator.asend(None).send(None)
    except StopIteration as stop:
        print("item", stop.value)


told(begin)
told(lambda generator: generator.asend(None).close())


generator = generate()
generator.__name__, generator.__qualname__ = "name", "qualified"
print(generator.__name__, generator.__qualname__)
told(lambda _: generator.aclose())


# anext() looks at what it is to await when it is awaited.
class Iterator:
    def __init__(self, item):
        self.item = item

    def __aiter__(self):
        return self

    def __anext__(self):
        return self.item


class Strange:
    def __await__(self):
        return 5


for item in (5, "text", Strange()):
    awaitable = anext(Iterator(item), "default")
    for step in (lambda: awaitable.send(None), lambda: awaitable.throw(KeyError), awaitable.close):
        try:
            step()
        except TypeError as error:
            print(error)
