# except* round endless loops.
# ends: limit time, limit steps
while True:
    try:
        while True:
            pass
    except* BaseException:
        pass
