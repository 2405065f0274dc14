"""The type belongs to the object, not to the name.

A name can be tied to objects of any type, one after the other.  Every object
knows its type, and what an operation does is looked up there.
"""

thing = 42
print(thing, "is an object of type", type(thing).__name__)
thing = "forty-two"
print(thing, "is an object of type", type(thing).__name__)
thing = [4, 2]
print(thing, "is an object of type", type(thing).__name__)

# One container holds objects of many types: it only holds references.
for item in [7, 7.0, "7", (7,), None]:
    print(f"{item!r:>5} {type(item).__name__:<8} twice:", end=" ")
    # The same `*` means something else for every type ...
    try:
        print(repr(item * 2))
    except TypeError as error:      # ... or nothing at all.
        print("TypeError:", error)


class Egg:
    def hatch(self):
        return "a snake slips out"


class Stone:
    def hatch(self):
        return "nothing happens"


found = Egg()
print("Egg:  ", found.hatch())
found.__class__ = Stone             # the type is part of the object ...
print("Stone:", found.hatch())      # ... and can even be exchanged

# A class is an object as well, so it has a type of its own.
print("type of the instance:", type(found).__name__)
print("type of the class:   ", type(Stone).__name__)
print("type of its type:    ", type(type(Stone)).__name__)
print("an instance is found by its bases too:", isinstance(True, int))
