# The order of weak references' callbacks, and of __del__.
import gc
import weakref

gc.disable()
log = []


class Thing:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        log.append("del " + self.name)


def show(what):
    print(what, *log, sep="; ")
    log.clear()


thing = Thing("a")
refs = [weakref.ref(thing, lambda ref, n=n: log.append(f"callback {n}")) for n in (1, 2, 3)]
del thing
show("counting: __del__ first, newest callback first")

thing = Thing("b")
thing.me = thing
refs = [weakref.ref(thing, lambda ref, n=n: log.append(f"callback {n} {ref()}")) for n in (1, 2, 3)]
del thing
show("nothing yet")
gc.collect()
show("cycle: callbacks before __del__")

thing = Thing("c")
refs = [
    weakref.ref(thing),
    weakref.ref(thing, lambda ref: log.append("ref")),
    weakref.proxy(thing, lambda ref: log.append("proxy")),
    weakref.ref(thing, lambda ref: log.append("ref again")),
]
del thing
show("mixed")

things = [Thing(name) for name in "xyz"]
for index, thing in enumerate(things):
    thing.next = things[index - 1]
refs = [weakref.ref(thing, lambda ref, n=n: log.append(f"callback {n}")) for n, thing in enumerate(things)]
del things, thing
gc.collect()
show("several")

thing = Thing("d")
refs = [weakref.ref(thing, lambda ref: log.append("kept")), weakref.ref(thing, lambda ref: log.append("dropped"))]
del refs[1]
del thing
show("a dropped reference has no callback")

thing = Thing("e")
thing.me = thing
thing.ref = weakref.ref(thing, lambda ref: log.append("never"))
del thing
gc.collect()
show("a reference inside the garbage has none either")

thing = Thing("f")
thing.me = thing
keeper = [weakref.ref(thing, lambda ref: (log.append("first"), keeper.clear())), None]
keeper[1] = weakref.ref(thing, lambda ref: log.append("second"))
del thing
gc.collect()
show("a callback drops the other references")

import sys

sys.unraisablehook = lambda what: log.append(f"unraisable {what.exc_type.__name__}")
thing = Thing("g")
refs = [weakref.ref(thing, lambda ref: 1 / 0), weakref.ref(thing, lambda ref: log.append("goes on"))]
del thing
show("error in a callback")


class Slotted:
    __slots__ = "me", "__weakref__"


thing = Slotted()
thing.me = thing
refs = [weakref.ref(thing, lambda ref: log.append("slotted"))]
del thing
gc.collect()
show("slots")

thing = Thing("h")
ref = weakref.ref(thing)
print(weakref.getweakrefcount(thing), weakref.getweakrefs(thing) == [ref], weakref.ref(thing) is ref)
old = hash(ref) == hash(thing)
del thing
log.clear()
print(old, ref(), ref == ref, ref == weakref.ref(Thing))
log.clear()

a, b = Thing("i"), Thing("j")
ra, rb = weakref.ref(a), weakref.ref(b)
print(ra == rb, ra == weakref.ref(a, print), ra != rb)
del a, b
print(ra == rb, ra != rb)
try:
    hash(ra)
except TypeError as error:
    print(error)
