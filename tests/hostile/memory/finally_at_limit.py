# Allocates in finally while there is no room.
# ends: ok
log = []
def fill():
    x = []
    try:
        while True:
            x.append("%d" % len(x))
    finally:
        log.append("finally " + str(len(x)))
try:
    fill()
except MemoryError as error:
    log.append(type(error).__name__)
assert log[0].startswith("finally ") and log[1] == "MemoryError", log
