# code.replace(): the same code under another name, or with other descriptive flags.
import types


def f(a, b=2):
    return a + b


code = f.__code__
other = code.replace(co_name="g", co_firstlineno=100, co_filename="made up", co_qualname="a.g")
print(other.co_name, other.co_firstlineno, other.co_filename, other.co_qualname, other == code, code.replace() == code)
f.__code__ = other
print(f(1), f.__code__ is other)
print(code.replace(co_flags=code.co_flags | 0x100).co_flags & 0x100)
for changes in [{"co_name": 5}, {"co_name": None}, {"unknown": 1}, {"co_firstlineno": "x"}]:
    try:
        code.replace(**changes)
    except TypeError as error:
        print(error)


@types.coroutine
def wait():
    return (yield "waiting")


async def main():
    return await wait()


c = main()
print(c.send(None))
try:
    c.send("done")
except StopIteration as stop:
    print(stop.value)
