"""A cycle is what counting cannot free.

An object dies when its last reference goes.  Objects that refer to each other
in a ring always have a reference left, even when the program has none: the
count never reaches zero.  Finding such rings is the collector's work.
"""

import gc
import weakref


class Node:
    def __init__(self, name):
        self.name = name
        self.other = None


def watch(thing):
    """Says when the thing goes, without keeping it."""
    weakref.finalize(thing, print, f"  ({thing.name} is gone)").atexit = False


gc.collect()
gc.disable()  # so that nothing is collected before this program says so

print("two objects in a row die when the name goes:")
first = Node("egg")
first.other = Node("bacon")
watch(first)
watch(first.other)
del first

print("two objects in a ring do not:")
first = Node("spam")
first.other = Node("ham")
first.other.other = first
watch(first)
watch(first.other)
del first
print("  no name is left, and nobody has gone")

print("the collector finds them:")
found = gc.collect()
print("  unreachable objects found:", found)

print("an object may be a ring all by itself:")
loop = []
loop.append(loop)
table = {}
table["self"] = table
node = Node("narcissus")
node.other = node
watch(node)
del loop, table, node
print("  found:", gc.collect())

print("a ring that something outside refers to is no garbage:")
a, b = Node("a"), Node("b")
a.other, b.other = b, a
watch(a)
watch(b)
del b
print("  found:", gc.collect(), "since a still leads to", a.other.name)

print("breaking a ring by hand makes counting enough:")
a.other.other = None
del a
print("end of the program")
