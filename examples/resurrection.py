"""Resurrection: `__del__` may save its object.

While `__del__` runs, the object is whole, and can be stored where the program
reaches it.  Then it lives on, as if nothing had happened, but its `__del__`
has had its turn: it does not run again.
"""

import gc
import weakref

saved = []


class Phoenix:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print(f"  {self.name} burns")
        saved.append(self)


class Companion:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print(f"  {self.name} sees the fire")


gc.collect()
gc.disable()

print("counting: the last name goes, and __del__ saves the object")
bird = Phoenix("the first")
del bird
print("  alive:", saved[0].name, "- finalized:", gc.is_finalized(saved[0]))
print("dropped again, it dies in silence")
saved.clear()

print("a ring: saving one saves all that it reaches")
bird = Phoenix("the second")
bird.friend = Companion("a frog")
bird.friend.friend = bird
weak = weakref.ref(bird.friend)
del bird
print("  collected:", gc.collect())
print("  alive:", saved[0].name, "and", saved[0].friend.name)
print("  the weak reference was cleared all the same:", weak())

print("the ring dropped again: nobody is asked a second time")
saved.clear()
print("  collected:", gc.collect())

print("two rings at once, and only one is saved")
bird = Phoenix("the third")
bird.me = bird
frog = Companion("another frog")
frog.me = frog
del bird, frog
gc.collect()
print("  alive:", [thing.name for thing in saved])
saved.clear()
print("  collected:", gc.collect())
