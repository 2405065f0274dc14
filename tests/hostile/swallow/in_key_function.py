# An endless key function inside of sorted, in try.
# ends: limit time, limit steps
def key(x):
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue
while True:
    try:
        sorted([1, 2, 3], key=key)
    except BaseException:
        pass
