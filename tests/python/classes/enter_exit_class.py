# Classes as context managers: reuse, nested stacks, return values, exceptions replaced.
class Stack:
    def __init__(self):
        self.callbacks = []

    def push(self, f, *args):
        self.callbacks.append((f, args))

    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        handled = False
        while self.callbacks:
            f, args = self.callbacks.pop()
            if f(*args):
                handled = True
        return handled


with Stack() as s:
    s.push(print, "first pushed, last run")
    s.push(print, "second")
    print("body")
with Stack() as s:
    s.push(lambda: True)
    raise ValueError("handled by a callback")


class Reusable:
    depth = 0

    def __enter__(self):
        self.depth += 1
        return self.depth

    def __exit__(self, *exc):
        self.depth -= 1


r = Reusable()
with r as a, r as b:
    with r as c:
        print(a, b, c, r.depth)
print(r.depth)


def manager(f):
    class Manager:
        def __init__(self, *args):
            self.gen = f(*args)

        def __enter__(self):
            return next(self.gen)

        def __exit__(self, kind, value, tb):
            if kind is None:
                try:
                    next(self.gen)
                except StopIteration:
                    return False
                raise RuntimeError("did not stop")
            try:
                self.gen.throw(value)
            except StopIteration:
                return True
            except BaseException as e:
                if e is not value:
                    raise
                return False
            raise RuntimeError("did not stop after throw")
    return Manager


@manager
def tag(name):
    print(f"<{name}>", end="")
    try:
        yield name.upper()
    finally:
        print(f"</{name}>")


@manager
def suppress(kind):
    try:
        yield
    except kind as e:
        print("suppressed", repr(e))


@manager
def replace():
    try:
        yield
    except ValueError as e:
        raise KeyError("replaced") from e


with tag("b") as t:
    print(t, end="")
with suppress(ZeroDivisionError):
    1 / 0
try:
    with suppress(KeyError), tag("i"):
        raise IndexError("through")
except IndexError as e:
    print(repr(e))
try:
    with replace():
        raise ValueError("original")
except KeyError as e:
    print(repr(e), repr(e.__cause__))


class TruthyExit:
    def __init__(self, value):
        self.value = value

    def __enter__(self):
        pass

    def __exit__(self, *exc):
        return self.value


for value in (True, 1, "yes", [0], False, 0, None, ""):
    try:
        with TruthyExit(value):
            raise ValueError
        print("swallowed", repr(value))
    except ValueError:
        print("raised", repr(value))
