"""A name is looked up in up to four namespaces: local, enclosing, global, builtin.

A namespace ties names to objects.  The first one that knows the name wins.
"""

place = "global"


def outer():
    place = "enclosing"

    def inner():
        place = "local"
        return place

    def without_local():
        return place                # found in the function around it

    return inner(), without_local()


def plain():
    return place                    # found in the module


print("local, then enclosing:", *outer())
print("global:", plain())
print("builtin:", len("abc"), "letters counted by a name we never defined")

# A global name hides the builtin one; deleting it shows the builtin again.
len = lambda thing: "my own len"
print("hidden:", len("abc"))
del len
print("uncovered:", len("abc"))


# An assignment anywhere in a function makes the name local in all of it.
def too_early():
    try:
        print(place)
    except UnboundLocalError as error:
        print("UnboundLocalError:", error)
    place = "assigned too late"


too_early()


# `global` and `nonlocal` say that the assignment means another namespace.
def change():
    level = "enclosing"

    def deeper():
        global place
        nonlocal level
        place = "global, changed from inside"
        level = "enclosing, changed from inside"

    deeper()
    return level


print(change())
print(place)

# Namespaces are dictionaries, or can be shown as one.
print("in globals():", "place" in globals(), globals()["place"] is place)


def show_locals(a, b=2):
    c = a + b
    return locals()


print("locals():", show_locals(1))


# A class body has a namespace too, but functions in it do not look there.
class Snake:
    kind = "viper"

    def ask(self):
        try:
            return kind
        except NameError as error:
            return f"NameError: {error}"


print("class attribute:", Snake.kind, "|", Snake().ask())
