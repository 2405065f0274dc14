# time.sleep of a thousand years, in pieces that swallow.
# ends: limit time, limit steps, PermissionError, ImportError, OverflowError
import time
while True:
    try:
        time.sleep(30)
    except (KeyError, ValueError):
        pass
