# A generator whose finally never ends, dropped.
# ends: limit time, limit steps
def g():
    try:
        yield 1
    finally:
        while True:
            pass
x = g()
next(x)
del x
