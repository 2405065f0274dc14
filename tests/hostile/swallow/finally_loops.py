# finally that never ends.
# ends: limit time, limit steps
try:
    1 / 0
finally:
    while True:
        pass
