# A trace function that never returns.
# ends: limit time, limit steps
import sys
def trace(*a):
    while True:
        pass
sys.settrace(trace)
(lambda: 1)()
