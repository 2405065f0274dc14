# Swallows RecursionError at every depth: exponential.
# ends: limit time, limit steps, RecursionError
def f():
    try:
        f()
    except RecursionError:
        pass
    f()
f()
