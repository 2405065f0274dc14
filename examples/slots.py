"""`__slots__` fixes the attributes of a class, and saves the dictionary.

An ordinary instance can get any attribute at any time.  A class that names its
attributes in `__slots__` gives every instance exactly those places.
"""

import sys


class Free:
    def __init__(self, x, y):
        self.x = x
        self.y = y


class Fixed:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


free = Free(1, 2)
fixed = Fixed(1, 2)

free.z = 3
print("ordinary instance:", free.__dict__)
try:
    fixed.z = 3
except AttributeError as error:
    print("slots:", error)

print("ordinary instance has a dictionary:", hasattr(free, "__dict__"))
print("instance with slots has one:       ", hasattr(fixed, "__dict__"))

with_dict = sys.getsizeof(free) + sys.getsizeof(free.__dict__)
print("slots are smaller:", sys.getsizeof(fixed) < with_dict)

# A slot is filled, emptied and asked for like any attribute.
del fixed.x
try:
    print(fixed.x)
except AttributeError:
    print("an empty slot raises AttributeError")
fixed.x = 10
print("filled again:", fixed.x, fixed.y)

# The places are kept by small objects in the class.
print("what the class holds for x:", type(Fixed.x).__name__)


class Loose(Fixed):
    """A subclass without `__slots__` brings the dictionary back."""


loose = Loose(1, 2)
loose.z = 3
print("only the new attribute is in its dictionary:", loose.__dict__)
