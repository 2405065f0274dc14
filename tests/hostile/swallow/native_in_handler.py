# Long native calls inside of handlers.
# ends: limit time, limit steps
while True:
    try:
        sum(range(10 ** 12))
    except BaseException:
        try:
            max(range(10 ** 12))
        finally:
            min(range(10 ** 12))
