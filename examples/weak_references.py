"""Weak references: to know an object without keeping it.

A cache should not be the reason why its entries stay alive, and notes about an
object should go when the object goes.  The module `weakref` has containers for
both, and finalizers that need no `__del__`.
"""

import weakref


class Image:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"<image {self.name}>"


print("a reference that does not count:")
image = Image("parrot")
weak = weakref.ref(image, lambda gone: print("  (callback: the image is gone)"))
print("  alive:", weak(), "- the same object:", weak() is image)
del image
print("  dead:", weak())

print("a cache that holds what others use:")
cache = weakref.WeakValueDictionary()


def load(name):
    image = cache.get(name)
    if image is None:
        print("  loading", name)
        image = cache[name] = Image(name)
    return image


first = load("dead parrot")
second = load("dead parrot")
print("  loaded once, shared:", first is second)
third = load("cheese shop")
print("  in the cache:", sorted(cache))
del first, second
print("  one user gone:", sorted(cache))
load("dead parrot")
print("  nobody kept that one:", sorted(cache))

print("notes about objects, gone with them:")
notes = weakref.WeakKeyDictionary()
a, b = Image("a"), Image("b")
notes[a] = "seen"
notes[b] = "not seen"
print("  notes:", len(notes), notes[a])
del a
print("  notes:", len(notes), list(notes.items()))

print("a set that forgets:")
group = weakref.WeakSet([b, third])
del third
print("  members:", list(group))

print("a finalizer runs when its object dies, at most once:")
finalizer = weakref.finalize(b, print, "  (finalizer: b is gone)")
print("  waiting:", finalizer.alive)
del b
print("  waiting:", finalizer.alive, "- called again:", finalizer())

print("a bound method is a new object each time, so it needs its own kind:")


class Bell:
    def ring(self):
        return "ding"


bell = Bell()
plain = weakref.ref(bell.ring)
method = weakref.WeakMethod(bell.ring)
print("  plain reference:", plain(), "- WeakMethod:", method()())
del bell
print("  without the bell:", method())

print("a proxy acts for its object, as long as there is one:")
image = Image("proxied")
proxy = weakref.proxy(image)
print("  name:", proxy.name)
del image
try:
    proxy.name
except ReferenceError as error:
    print("  ReferenceError:", error)

print("not everything can be referred to weakly:")
for value in 1, "egg", (), [], {}, set(), len, Image, load:
    try:
        weakref.ref(value)
        print("  yes:", type(value).__name__)
    except TypeError as error:
        print("  no: ", type(value).__name__)
finalizer = weakref.finalize(method, print, "at exit, what is still waiting is called")
