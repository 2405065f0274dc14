# throw(type, value, traceback) is deprecated.
import warnings

warnings.simplefilter("always")


def generate():
    try:
        yield 1
    except ValueError as error:
        yield error.args


async def generate_async():
    yield 1


async def run():
    pass


generator = generate()
next(generator)
with warnings.catch_warnings(record=True) as caught:
    print(generator.throw(ValueError, "value", None))
    coroutine = run()
    try:
        coroutine.throw(KeyError, KeyError(1))
    except KeyError as error:
        print(repr(error))
    try:
        generate_async().athrow(KeyError, "key").send(None)
    except KeyError as error:
        print(repr(error))
for warning in caught:
    print(warning.category.__name__, warning.message)
warnings.simplefilter("error", DeprecationWarning)
try:
    generate().throw(ValueError, "value")
except DeprecationWarning as error:
    print("raised:", error)
