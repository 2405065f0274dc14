# Conditions, events, semaphores, barriers, timers, pools.
import threading
import time
from concurrent.futures import ThreadPoolExecutor

event = threading.Event()
print(event.wait(0.01), event.is_set())
threading.Timer(0.01, event.set).start()
print(event.wait(5))

condition = threading.Condition()
stock, eaten = [], []


def consume():
    while True:
        with condition:
            condition.wait_for(lambda: stock)
            item = stock.pop(0)
        if item is None:
            return
        eaten.append(item)


threads = [threading.Thread(target=consume) for _ in range(3)]
for thread in threads:
    thread.start()
for item in [*range(100), None, None, None]:
    with condition:
        stock.append(item)
        condition.notify()
for thread in threads:
    thread.join()
print(sorted(eaten) == list(range(100)))
with condition:
    print(condition.wait(0.01), condition.wait_for(lambda: False, 0.01))
try:
    condition.notify()
except RuntimeError as error:
    print(error)

limit = threading.BoundedSemaphore(2)
inside, most = 0, 0
guard = threading.Lock()


def enter():
    global inside, most
    with limit:
        with guard:
            inside += 1
            most = max(most, inside)
        time.sleep(0.002)
        with guard:
            inside -= 1


threads = [threading.Thread(target=enter) for _ in range(6)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(most, limit.acquire(False), limit.acquire(False), limit.acquire(False))
limit.release(2)
try:
    limit.release()
except ValueError as error:
    print(error)

met = []
barrier = threading.Barrier(3, action=lambda: met.append("all"))


def meet():
    for turn in range(3):
        met.append(turn)
        barrier.wait()


threads = [threading.Thread(target=meet) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(met)

with ThreadPoolExecutor(3) as pool:
    print(list(pool.map(lambda number: number * number, range(10))))
    failed = pool.submit(lambda: 1 / 0)
    print(type(failed.exception()).__name__, failed.done())
