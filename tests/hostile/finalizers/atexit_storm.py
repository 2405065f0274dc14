# atexit functions that register more, raise and never end.
# ends: ok, limit time, limit steps
import atexit, sys
sys.unraisablehook = lambda u: None
def again():
    if len(seen) < 1000:
        seen.append(1)
        atexit.register(again)
    raise ValueError
seen = []
for i in range(1000):
    atexit.register(again)
atexit._run_exitfuncs() if False else None
atexit.unregister(5)
class E:
    def __eq__(self, other):
        atexit._clear()
        return False
    def __call__(self): pass
atexit.register(E())
atexit.unregister(E())
