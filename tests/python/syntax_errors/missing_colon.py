# A colon is missing.
def f(x)
    return x
