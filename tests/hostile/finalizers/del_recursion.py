# __del__ in the middle of deep recursion.
# ends: ok
class C:
    def __del__(self):
        f(0)
def f(n):
    c = C() if n == 50 else None
    if n < 60:
        f(n + 1)
import sys
sys.unraisablehook = lambda u: None
sys.setrecursionlimit(400)
try:
    f(0)
except RecursionError:
    pass
