# Recursion limits of every kind.
# ends: ok
import sys
for n in (0, -1, 1 << 31, 1 << 70, "x", 1):
    try:
        sys.setrecursionlimit(n)
    except (ValueError, OverflowError, TypeError, RecursionError):
        pass
sys.setrecursionlimit(300)
def f(): return f()
for i in range(3):
    try:
        f()
    except RecursionError:
        pass
