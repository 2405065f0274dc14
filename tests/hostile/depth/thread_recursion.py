# Recursion in a thread of its own.
# ends: ok, PermissionError, RuntimeError, ImportError
import threading
seen = []
def f(): return f()
def run():
    try:
        f()
    except RecursionError:
        seen.append(1)
t = threading.Thread(target=run)
t.start()
t.join()
assert seen == [1]
