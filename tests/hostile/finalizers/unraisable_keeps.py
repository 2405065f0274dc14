# An unraisable hook that keeps and resurrects what it is told of.
# ends: ok
import sys, gc
kept = []
class C:
    def __del__(self): 1 / 0
sys.unraisablehook = lambda u: kept.append((u.object, u.exc_value, u.exc_traceback, u))
for i in range(100):
    C()
gc.collect()
kept.clear()
gc.collect()
