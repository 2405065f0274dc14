def f(*a):
    pass

f(1, *range(2), *None)
