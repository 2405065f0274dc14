# Threads without end.
# ends: ok, PermissionError, RuntimeError, ImportError, limit time, limit steps, MemoryError
import threading
stop = threading.Event()
threads = []
try:
    for i in range(300):
        t = threading.Thread(target=stop.wait, daemon=True)
        t.start()
        threads.append(t)
finally:
    stop.set()
for t in threads:
    t.join()
