# Closures that hold closures.
# ends: MemoryError
def make(inner):
    return lambda: inner
f = None
while True:
    f = make(f)
