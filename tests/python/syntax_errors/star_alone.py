# A bare star without keyword parameters.
def f(a, *):
    pass
