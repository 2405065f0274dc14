"""A name is a label tied to an object; it is not a box that holds a value.

Several names can be tied to one object.  `==` asks whether two objects have
the same value, `is` asks whether two names lead to the same object.
"""

first = [1, 2, 3]
second = first              # ties one more name to the same list: no copy
copy = list(first)          # makes a new list with the same items

print("first == second:", first == second)
print("first is second:", first is second)
print("first == copy:  ", first == copy)
print("first is copy:  ", first is copy)

second.append(4)            # changes the object, so every name sees it

print("first: ", first)
print("second:", second)
print("copy:  ", copy)


def add_zero(items):
    """A parameter is one more name for the object that was passed."""
    items.append(0)         # changes the caller's object
    items = ["something", "else"]   # ties only this local name elsewhere
    return items


result = add_zero(copy)
print("copy after the call:", copy)
print("what the call made: ", result)

del second                  # unties a name; the object is still named first
print("first is still there:", first)
