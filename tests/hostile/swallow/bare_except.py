# A bare except that starts again.
# ends: limit time, limit steps
def f():
    try:
        while True:
            x = 1
    except:
        f()
    finally:
        f()
while True:
    try:
        f()
    except:
        pass
