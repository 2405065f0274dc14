# Two functions that call each other are not shortened.
def ping(n):
    return pong(n - 1)


def pong(n):
    if n < 0:
        raise ArithmeticError("done")
    return ping(n - 1)


ping(5)
