# await in an ordinary function.
def f(x):
    return await x
