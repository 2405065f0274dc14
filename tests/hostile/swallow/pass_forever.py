# except BaseException: pass round an endless loop.
# ends: limit time, limit steps
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
