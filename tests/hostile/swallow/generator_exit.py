# A generator that swallows everything thrown into it.
# ends: limit time, limit steps
def g():
    while True:
        try:
            yield 1
        except BaseException:
            pass
x = g()
while True:
    for error in (KeyboardInterrupt, GeneratorExit, SystemExit, MemoryError):
        next(x)
        x.throw(error)
