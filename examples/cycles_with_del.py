"""A cycle of objects with `__del__`.

When a ring is found, every `__del__` in it runs first, and all the objects are
still whole at that time: each sees its neighbours.  Only then is the ring
taken apart.  Each `__del__` runs once.
"""

import gc
import weakref


class Knight:
    def __init__(self, name):
        self.name = name
        self.right = None

    def __del__(self):
        print(f"  {self.name} leaves; {self.right.name} sits at the right")


def table(*names):
    """Knights at a round table; returns the first."""
    knights = [Knight(name) for name in names]
    for index, knight in enumerate(knights):
        knight.right = knights[(index + 1) % len(knights)]
    return knights[0]


gc.collect()
gc.disable()

print("the round table is left without a name:")
knight = table("Arthur", "Lancelot", "Robin")
knight = None
print("  silence, for they hold each other")
print("collected:", gc.collect())
print("again:", gc.collect())

print("weak references are dead before any __del__ runs:")
knight = table("Galahad", "Bedevere")
weak = weakref.ref(knight, lambda reference: print("  callback; the reference gives", reference()))
knight = None
gc.collect()
print("  and now:", weak())

print("what hangs on the ring is still there for __del__, and dies after it:")


class Horse:
    def __del__(self):
        print("  the horse runs away")


knight = table("Patsy")
knight.horse = Horse()
knight = None
gc.collect()

print("an error in __del__ is reported, and the rest goes on:")


class Rude(Knight):
    def __del__(self):
        raise ValueError(self.name + " taunts you")


import sys

sys.unraisablehook = lambda problem: print(f"  ignored {problem.exc_type.__name__}: {problem.exc_value}")
knight = Rude("the Frenchman")
knight.right = Knight("Tim")
knight.right.right = knight
knight = None
print("collected:", gc.collect())
