# except, finally and with nested in calls that recurse for ever.
# ends: limit time, limit steps
def a():
    try:
        a()
    finally:
        a()
def b():
    try:
        return b()
    except RecursionError:
        return b()
class M:
    def __enter__(self): return self
    def __exit__(self, *x): return True
def c():
    with M():
        c()
import sys
sys.setrecursionlimit(25)
for f in (a, b, c):
    try:
        f()
    except RecursionError:
        pass
