# An error in finally after an error in try.
def f():
    try:
        int("x")
    finally:
        [].pop()


f()
