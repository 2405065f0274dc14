# Context managers that swallow all.
# ends: limit time, limit steps
import contextlib
class All:
    def __enter__(self): pass
    def __exit__(self, *a): return True
while True:
    with All(), contextlib.suppress(BaseException):
        while True:
            pass
