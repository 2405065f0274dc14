# with: enter and exit, their arguments, suppressing, several managers, targets.
class Manager:
    def __init__(self, name, swallow=False, result=None):
        self.name, self.swallow, self.result = name, swallow, result

    def __enter__(self):
        print("enter", self.name)
        return self.result

    def __exit__(self, kind, value, traceback):
        print("exit", self.name, kind and kind.__name__, value, traceback is not None)
        return self.swallow


with Manager("plain") as got:
    print("body", got)
with Manager("swallow", True):
    raise ValueError("gone")
try:
    with Manager("pass on"):
        raise ValueError("stays")
except ValueError as e:
    print("caught", e)

with Manager("a", result=(1, [2, 3])) as (x, [y, *z]), Manager("b", result=7) as w:
    print(x, y, z, w)
with (
    Manager("p1") as p,
    Manager("p2", True),
    Manager("p3"),
):
    raise KeyError("k")
print("after")
d = {}
with Manager("target", result="v") as d["k"]:
    print(d)


class Half:
    def __enter__(self):
        pass


class Other:
    def __exit__(self, *args):
        pass


for bad in (Half(), Other(), 5):
    try:
        with bad:
            pass
    except TypeError as e:
        print(e)


class ExitRaises(Manager):
    def __exit__(self, *args):
        raise KeyError("from exit")


try:
    with ExitRaises("x"):
        raise ValueError("from body")
except KeyError as e:
    print(repr(e), repr(e.__context__))


class EnterRaises(Manager):
    def __enter__(self):
        raise OSError("from enter")


try:
    with Manager("first"), EnterRaises("second"):
        print("never")
except OSError as e:
    print(e)


class Instance:
    pass


i = Instance()
i.__enter__ = lambda: 1
i.__exit__ = lambda *a: 1
try:
    with i:
        pass
except TypeError as e:
    print(e)


def early():
    with Manager("return"):
        return "value"


print(early())
