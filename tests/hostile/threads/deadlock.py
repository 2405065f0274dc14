# Two threads that wait for one another.
# ends: PermissionError, RuntimeError, ImportError, limit time, limit steps
import threading
a, b = threading.Lock(), threading.Lock()
a.acquire(); b.acquire()
t = threading.Thread(target=a.acquire, daemon=True)
t.start()
b.acquire()
