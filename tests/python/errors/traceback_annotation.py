def f(x: undefined_type):
    pass

f.__annotations__
