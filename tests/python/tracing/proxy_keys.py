# Keys of `f_locals` that are no plain strings, comprehensions' variables, and what `clear()` leaves.
import sys


class Text(str): ...


class Equal:
    def __hash__(self):
        return hash("x")

    def __eq__(self, other):
        return other == "x"


class Unhashable(str):
    __hash__ = None


def write(key):
    x = 1
    proxy = sys._getframe().f_locals
    proxy[key] = 2
    print(x, proxy[key], key in proxy, proxy.get(key), list(proxy))
    try:
        del proxy[key]
    except ValueError as error:
        print(error)


def early(key):
    proxy = sys._getframe().f_locals
    print(key in proxy, proxy.get(key))
    proxy[key] = 2
    print(x)
    x = 1


for key in "x", Text("x"), Equal():
    write(key)
    early(key)

proxy = sys._getframe


def odd():
    proxy = sys._getframe().f_locals
    for key in Unhashable("x"), [], {}:
        for use in proxy.__getitem__, proxy.get, proxy.__contains__, proxy.pop, lambda key: proxy.__setitem__(key, 1):
            try:
                print(use(key))
            except TypeError as error:
                print(error)
    proxy[1] = "one"
    print(proxy[1], proxy.pop(1), reversed(proxy)[:2], type(reversed(proxy)))


odd()


def comprehensions():
    lambda: k
    k, j = 1, 2
    inner = [dict(locals()) for k in [0] for j in [5]]
    print(inner[0]["k"], inner[0]["j"], k, j)
    values = [sys._getframe().f_locals["k"] for k in "ab"]
    print(values, k, sorted(locals()))


comprehensions()


def outer():
    x = 5

    def inner():
        y = 6
        1 / x / 0

    inner()


try:
    outer()
except ZeroDivisionError as error:
    entry = error.__traceback__.tb_next
    frames = [entry.tb_frame, entry.tb_next.tb_frame]
    error = None
for frame in frames:
    print(sorted(frame.f_locals), end=" ")
    frame.clear()
    print(frame.f_locals, frame.f_globals is globals())
for name in "f_trace_opcodes", "f_trace_lines":
    try:
        delattr(frames[0], name)
    except (AttributeError, TypeError) as error:
        print(type(error).__name__, error)
