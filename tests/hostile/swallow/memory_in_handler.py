# Allocates in the handler of a MemoryError, for ever deeper.
# ends: limit time, limit steps, MemoryError, RecursionError
def f():
    x = []
    try:
        while True:
            x.append(bytearray(100_000))
    except MemoryError:
        f()
f()
