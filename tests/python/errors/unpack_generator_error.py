def g():
    yield 1
    raise ValueError("inside")

a, b = g()
