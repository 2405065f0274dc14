# A child has only the thread that forked.
import os
import sys
import threading
import warnings

warnings.simplefilter("ignore", DeprecationWarning)
stop = threading.Event()
lock = threading.Lock()
data = threading.local()
data.x = 1
others = [threading.Thread(target=stop.wait, name=f"other {number}") for number in range(3)]
for thread in others:
    thread.start()


def fork(name):
    sys.stdout.flush()
    data.y = name
    child = os.fork()
    if child:
        print(name, os.waitpid(child, 0)[1])
        return
    try:
        current = threading.current_thread()
        print(threading.active_count(), current.name, current is threading.main_thread())
        print([thread.is_alive() for thread in others], data.__dict__)
        results = []
        threads = [threading.Thread(target=results.append, args=(number,)) for number in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        print(sorted(results))
        sys.stdout.flush()
    finally:
        os._exit(0)


fork("main")
thread = threading.Thread(target=fork, args=("thread",), name="forker")
thread.start()
thread.join()
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    if not (child := os.fork()):
        os._exit(0)
    os.waitpid(child, 0)
print([str(warning.message).split(",")[1] for warning in caught])
stop.set()
for thread in others:
    thread.join()
