# Threads that loop, swallow everything and are left behind.
# ends: ok, PermissionError, RuntimeError, ImportError, limit time, limit steps
import threading
def loop():
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
for i in range(4):
    threading.Thread(target=loop, daemon=True).start()
while True:
    pass
