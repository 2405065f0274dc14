"""Structures may be as deep as memory allows.

Dropping the outermost object frees the one inside it, which frees the next:
a million times.  A runtime that simply called itself for every step would
run out of stack; this one must not.
"""

DEPTH = 1_000_000


class Bottom:
    def __del__(self):
        print("  the innermost object is destroyed")


class Link:
    def __init__(self, following):
        self.following = following


# A list in a list in a list ...
nested = [Bottom()]
for _ in range(DEPTH):
    nested = [nested]

depth = 0
level = nested
while isinstance(level[0], list):
    level = level[0]
    depth += 1
print("nested lists, counted:", depth)
del level
print("dropping them all with one del:")
del nested

# A chain of instances.
chain = Link(Bottom())
for _ in range(DEPTH):
    chain = Link(chain)

length = 0
link = chain
while isinstance(link.following, Link):
    link = link.following
    length += 1
print("linked instances, counted:", length)
del link
print("dropping them all by rebinding the name:")
chain = None

# The same with tuples and dictionaries in turn.
mixed = (Bottom(),)
for _ in range(DEPTH // 2):
    mixed = ({"inside": mixed},)
print("tuples and dictionaries in turn:")
mixed = None

# Work that really has to go down, one call per level, is limited instead.
nested = []
for _ in range(DEPTH):
    nested = [nested]
try:
    repr(nested)
except RecursionError:
    print("repr gives up with RecursionError, and the program goes on")
