# 'Did you mean' is only in the printed traceback; the exceptions carry name and obj.
class Thing:
    colour = 1

    def method(self):
        return self.colr


def lookup():
    lenght = 5
    return lenth


for f in (lookup, Thing().method, lambda: "abc".uper(), lambda: [].appnd(1), lambda: pritn, lambda: Thing.colur):
    try:
        f()
    except AttributeError as e:
        print(e, "|", e.name, "|", type(e.obj).__name__)
    except NameError as e:
        print(e, "|", e.name)
try:
    from math import sine
except ImportError as e:
    print(e, e.name, e.name_from)
try:
    import maths
except ModuleNotFoundError as e:
    print(e, e.name, e.path)
try:
    import sys.nothing
except ModuleNotFoundError as e:
    print(e, e.name)
