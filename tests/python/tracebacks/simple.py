# A traceback through three functions.
def a(x):
    return b(x) + 1


def b(x):
    y = x * 2
    return c(y)


def c(y):
    raise ValueError(f"bad value {y}")


print("before")
a(21)
print("never")
