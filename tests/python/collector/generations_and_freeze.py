# Generations, freezing, and garbage kept for debugging.
import gc

gc.disable()
gc.collect()


class Node:
    def __init__(self, name=""):
        self.name = name
        self.me = self

    def __del__(self):
        print("  del", self.name)


def where(thing):
    return [number for number in range(3) if any(other is thing for other in gc.get_objects(number))]


def age(thing, *collections):
    seen = [where(thing)]
    for number in collections:
        gc.collect(number)
        seen.append(where(thing))
    return seen


print(age([], 0, 0, 1, 1, 2))
print(age([], 1, 0, 1))
print(age([], 2))
print(age({1: []}, 0, 1))
print(age(Node.__dict__, 0), where(Node), where(gc))
gc.collect()

print("young garbage held by old garbage")
old = Node("old")
gc.collect()
old.young = Node("young")
del old
print(" ", gc.collect(0), gc.collect(1), gc.collect(2))

print("old garbage held by young garbage")
old = Node("old")
gc.collect()
young = Node("young")
young.old = old
del old, young
print(" ", gc.collect(0), gc.collect(0), gc.collect(2))

print("frozen")
thing = Node("frozen")
gc.freeze()
print(" ", where(thing), gc.get_freeze_count() > 0, gc.collect())
del thing
print(" ", gc.collect())
thing = Node("made later")
del thing
print(" ", gc.collect())
gc.unfreeze()
print(" ", gc.get_freeze_count(), gc.collect())

print("frozen things keep others alive")
frozen = [Node("outer")]
gc.freeze()
frozen[0].inner = Node("inner")
print(" ", gc.collect())
frozen[0].inner = None
print(" ", gc.collect())
frozen.clear()
gc.unfreeze()
print(" ", gc.collect())

print("a frozen thing still dies by counting")
thing = Node("counted")
gc.freeze()
thing.me = None
del thing
gc.unfreeze()

print("saved for debugging")


class Plain:
    pass


gc.set_debug(gc.DEBUG_SAVEALL)
thing = Plain()
thing.me = thing
del thing
print(" ", gc.collect(), [type(thing).__name__ for thing in gc.garbage], gc.garbage[0].me is gc.garbage[0])
a, b = [], []
a.append(b)
b.append(a)
del a, b
print(" ", gc.collect(), len(gc.garbage), [type(thing).__name__ for thing in gc.garbage])
thing = Node("saved")
del thing
print(" ", gc.collect(), len(gc.garbage), gc.garbage[-1].name)
gc.set_debug(0)
print(" ", gc.collect(), len(gc.garbage))
gc.garbage.clear()
print(" ", gc.collect())

print("switches")
print(" ", gc.isenabled(), gc.get_threshold(), gc.get_debug())
gc.enable()
gc.set_threshold(5)
print(" ", gc.isenabled(), gc.get_threshold())
gc.set_threshold(6, 7)
print(" ", gc.get_threshold())
gc.set_threshold(8, 9, 10)
print(" ", gc.get_threshold())
gc.set_threshold(2000, 10, 10)
gc.disable()
for attempt in (
    lambda: gc.collect(-1), lambda: gc.collect(3), lambda: gc.collect("0"), lambda: gc.collect(1, 2),
    lambda: gc.set_threshold(), lambda: gc.set_threshold("a"), lambda: gc.set_threshold(1, 2, 3, 4),
    lambda: gc.get_objects(5), lambda: gc.get_objects(-2), lambda: gc.get_objects("x"), lambda: gc.set_debug("x"),
    lambda: gc.is_tracked(), lambda: gc.enable(1), lambda: gc.collect(generation=None),
):
    try:
        attempt()
        print("  fine")
    except Exception as error:
        print(" ", type(error).__name__, error)

print("callbacks")
seen = []


def watch(phase, info):
    seen.append((phase, sorted(info.items())))


gc.callbacks.append(watch)
Plain().me = 1
thing = Plain()
thing.me = thing
del thing
gc.collect()
gc.collect(0)
gc.callbacks.remove(watch)
print(*seen, sep="\n")
seen.clear()

import sys

sys.unraisablehook = lambda what: print("  unraisable", what.exc_type.__name__, what.exc_value)


def wrong(phase, info):
    raise ValueError(phase)


def again(phase, info):
    seen.append(gc.collect())


def changes(phase, info):
    gc.callbacks.append(watch) if phase == "start" else gc.callbacks.remove(watch)


gc.callbacks[:] = [wrong, again, changes]
gc.collect()
gc.callbacks.clear()
print(" ", seen)
gc.callbacks.append(5)
gc.collect()
gc.callbacks.clear()
