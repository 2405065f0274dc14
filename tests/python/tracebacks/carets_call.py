# Carets under calls with arguments over several lines.
def f(*args):
    return g(1,
             2, *args,
             key=len(args))


def g(*args, key):
    return sum(args, key) / (key - 1)


f(
    3,
)
