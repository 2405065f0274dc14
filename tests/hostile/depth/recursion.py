# A function that calls itself for ever, after the limit was lifted.
# ends: RecursionError, MemoryError
import sys
sys.setrecursionlimit(10 ** 9)
def f(n):
    return f(n + 1)
f(0)
