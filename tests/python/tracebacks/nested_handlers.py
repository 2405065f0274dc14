# Three exceptions, each raised while the one before was handled.
def first():
    return [][0]


try:
    first()
except IndexError:
    try:
        {}["second"]
    except KeyError:
        raise TypeError("third")
