# An AttributeError that left a lookup knows what was looked up.
import traceback


class Point:
    def __init__(self):
        self.width = 1

    @property
    def area(self):
        return self.widht

    def __getattr__(self, name):
        raise AttributeError(f"no {name}")


class Plain:
    @property
    def size(self):
        raise AttributeError("broken property")

    def method(self):
        return super().metod()


for look in [lambda: Point().area, lambda: Point().widt, lambda: Plain().size, lambda: Plain().method(), lambda: Plain.x]:
    try:
        look()
    except AttributeError as error:
        print(error, "|", error.name, type(error.obj).__name__)


def deletes(thing, name):
    try:
        delattr(thing, name)
    except AttributeError as error:
        print(error, "|", error.name, error.obj)


deletes(Plain(), "x")
deletes("abc", "upper")
try:
    count = 1
    def f():
        count += 1
    f()
except UnboundLocalError as error:
    print(error, error.name)
