def a():
    raise ValueError("one")

def b():
    try:
        a()
    except ValueError as e:
        raise TypeError("two") from e

def c():
    try:
        b()
    except TypeError:
        raise KeyError("three")

c()
