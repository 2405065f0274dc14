# Locks between threads.
import threading
import time

lock = threading.Lock()
print(lock.acquire(), lock.locked(), lock.acquire(False), lock.acquire(timeout=0.01), lock.acquire(True, 0))
order = []


def wait_for(lock, name):
    with lock:
        order.append(name)


thread = threading.Thread(target=wait_for, args=(lock, "thread"))
thread.start()
time.sleep(0.02)
order.append("main")
lock.release()
thread.join()
print(order, lock.locked())

for call in [
    lock.release,
    lambda: lock.acquire(False, 1),
    lambda: lock.acquire(timeout=-2),
    lambda: lock.acquire(timeout=1e100),
    lambda: lock.acquire(timeout=float("nan")),
]:
    try:
        call()
    except Exception as error:
        print(type(error).__name__, error)

# A lock may be released by another thread.
lock.acquire()
threading.Thread(target=lock.release).start()
print(lock.acquire(timeout=5))
lock.release()

again = threading.RLock()
again.acquire()
with again:
    print(again._is_owned(), again._recursion_count(), repr(again).split(" at ")[0].split(" owner")[0])
results = []


def other():
    results.append((again.acquire(False), again.acquire(timeout=0.01), again._is_owned(), again._recursion_count()))
    try:
        again.release()
    except RuntimeError as error:
        results.append(str(error))
    again.acquire()
    results.append("mine")
    again.release()


thread = threading.Thread(target=other)
thread.start()
time.sleep(0.05)
state = again._release_save()
thread.join()
again._acquire_restore(state)
again.release()
print(results, state[0], again.locked())
try:
    again.release()
except RuntimeError as error:
    print(error)

# Many threads, one at a time.
inside, most, counter = 0, 0, 0


def count():
    global inside, most, counter
    for _ in range(200):
        with lock:
            inside += 1
            most = max(most, inside)
            counter += 1
            inside -= 1


threads = [threading.Thread(target=count) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(most, counter)
