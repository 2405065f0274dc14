"""What takes a reference away.

The counterpart of adding_references.py: everything that lets go of an object
lowers its count by one.  When the last reference goes, the object goes too,
at that very moment.
"""

from sys import getrefcount


class Guest:
    def __del__(self):
        print("    (the guest has left)")


guest = Guest()
base = getrefcount(guest)


def show(what):
    print(f"{what:<36} {getrefcount(guest) - base:+d}")


name = guest
items = [guest, guest, guest]
table = {"key": guest, "other": guest}
show("with six more references")

name = None
show("rebinding a name")
items.pop()
show("list.pop, result not kept")
items[0] = "someone else"
show("storing over a list item")
del items[1]
show("del of a list item")
del table["key"]
show("del of a dictionary key")
table.clear()
show("dict.clear")


def visit():
    local = guest
    show("a local name, inside a function")


visit()
show("scope exit: the local is gone")

try:
    raise ValueError(guest)
except ValueError as error:
    show("held by an exception being handled")
show("the except block is over")

print("del of the last name:")
del guest
print("done")
