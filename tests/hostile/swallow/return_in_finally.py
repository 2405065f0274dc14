# finally that returns, breaks and continues over whatever comes.
# ends: limit time, limit steps
def f():
    while True:
        try:
            return 1
        finally:
            continue
f()
