"""What adds a reference to an object.

Every object counts the references to it.  `sys.getrefcount` tells the count;
how large it is at the start is nobody's business, so this program prints only
by how much it has *changed*.
"""

from sys import getrefcount

thing = ["an", "object"]


def references():
    return getrefcount(thing)


base = references()


def show(what):
    print(f"{what:<32} {references() - base:+d}")


show("at the start")

name = thing
show("a second name")

items = [thing]
show("an item of a list")

triple = (thing, thing, thing)
show("three items of a tuple")

table = {"key": thing}
show("a value of a dictionary")


class Box:
    pass


box = Box()
box.content = thing
show("an attribute of an instance")


def call(parameter):
    show("a parameter, during the call")


call(thing)
show("after the call")


def outer(value):
    def inner():
        return value
    return inner


closure = outer(thing)
show("a variable kept by a closure")

equal = ["an", "object"]
show("an equal list is another object")
