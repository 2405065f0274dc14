# A context manager that leaves at the limit.
# ends: ok
class Manager:
    def __enter__(self):
        return []
    def __exit__(self, kind, value, traceback):
        self.seen = (kind, value.__class__, traceback is not None)
        return True
m = Manager()
with m as x:
    while True:
        x.append((len(x), None, [None]))
del x
assert m.seen == (MemoryError, MemoryError, True)
