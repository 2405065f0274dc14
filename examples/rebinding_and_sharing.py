"""Rebinding a name leaves the old object as it was; equal values may be shared.

An assignment never copies and never changes an object: it ties a name to
another one.  Objects that cannot change may be shared behind the scenes,
since nobody can tell.  Objects that can change must not be, and when they
are shared by mistake, everybody can tell.
"""

import sys

snake = "viper"
other = snake
snake = "python"            # `other` is still tied to the first string
print("snake:", snake, "| other:", other)

# Two equal string constants of one program are one object ...
left = "cobra"
right = "cobra"
print("equal constants shared:", left is right)

# ... while a string computed at run time is a new object, although equal ...
computed = "".join(["co", "bra"])
print("computed is equal:     ", computed == left)
print("computed is the same:  ", computed is left)

# ... unless we ask for the one copy that everybody uses.
print("interned is the same:  ", sys.intern(computed) is left)

# Two equal lists are never shared: each can change on its own.
nest = ["egg"]
twin = ["egg"]
print("equal lists shared:    ", nest is twin)

# The classic mistake: one row, three times.
rows = [[0, 0]] * 3
rows[0][0] = 1
print("one row three times:", rows)
rows = [[0, 0] for _ in range(3)]
rows[0][0] = 1
print("three rows:         ", rows)

# `+=` changes a list in place, but makes a new tuple.
alias = nest
nest += ["shell"]
print("list +=  keeps the object:", alias is nest, alias)
pair = (1, 2)
alias = pair
pair += (3,)
print("tuple += makes a new one: ", alias is pair, alias, pair)
