# Queues between threads.
import queue
import threading

for kind in queue.Queue, queue.LifoQueue, queue.PriorityQueue, queue.SimpleQueue:
    items = kind()
    for number in 3, 1, 2:
        items.put(number)
    print(kind.__name__, items.qsize(), [items.get() for _ in range(3)], items.empty())
    for call in items.get_nowait, lambda: items.get(timeout=0.01), lambda: items.get(block=False):
        try:
            call()
        except queue.Empty as error:
            print("Empty", error.args)
    try:
        items.get(timeout=-1)
    except ValueError as error:
        print(error)

small = queue.Queue(1)
small.put("a")
try:
    small.put("b", timeout=0.01)
except queue.Full:
    print("full")


def pass_on(source, target):
    while (item := source.get()) is not None:
        target.put(item + 1)
    target.put(None)


for kind in (lambda: queue.Queue(3)), queue.SimpleQueue:
    chain = [kind() for _ in range(5)]
    threads = [threading.Thread(target=pass_on, args=pair) for pair in zip(chain, chain[1:])]
    for thread in threads:
        thread.start()
    threading.Thread(target=lambda: [chain[0].put(item) for item in [*range(500), None]]).start()
    print([item for item in iter(chain[-1].get, None)] == list(range(4, 504)))
    for thread in threads:
        thread.join()

tasks, results = queue.Queue(), []


def serve():
    while True:
        number = tasks.get()
        results.append([number, {"square": number * number}])
        tasks.task_done()


for _ in range(4):
    threading.Thread(target=serve, daemon=True).start()
for number in range(300):
    tasks.put(number)
tasks.join()
print(len(results), sum(result["square"] for _, result in results))
closed = queue.Queue()
closed.put(1)
closed.shutdown()
print(closed.get())
try:
    closed.get()
except queue.ShutDown:
    print("shut down")
