# __del__ that raises everything, with hooks that raise.
# ends: ok
import sys
class C:
    def __init__(self, e): self.e = e
    def __del__(self): raise self.e
def hook(args):
    global hits
    hits += 1
    raise ZeroDivisionError
hits = 0
sys.unraisablehook = hook
sys.stderr = None
for e in (ValueError(), KeyboardInterrupt(), SystemExit(3), MemoryError(), RecursionError(), GeneratorExit(), StopIteration()):
    c = C(e)
    del c, e
assert hits == 7
sys.unraisablehook = 5
C(ValueError())
del sys.unraisablehook
C(ValueError())
