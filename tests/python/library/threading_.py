# threading, queue, contextlib pieces that need one thread: locks, conditions, events, semaphores, barriers, local, timers' shapes.
import queue
import threading

main = threading.current_thread()
print(main.name, main is threading.main_thread(), main.is_alive(), main.daemon, threading.active_count(), threading.enumerate() == [main], threading.get_ident() == main.ident)
lock = threading.Lock()
print(lock.acquire(), lock.locked(), lock.acquire(blocking=False), lock.acquire(timeout=0.01), lock.release(), lock.locked())
with lock:
    print(lock.locked())
r = threading.RLock()
with r, r:
    print(r.acquire(), r.release())
for bad in (lambda: lock.release(), lambda: threading.RLock().release(), lambda: threading.Condition().notify(), lambda: threading.Semaphore(-1), lambda: main.start(), lambda: threading.Thread().join(), lambda: threading.BoundedSemaphore(1).release(), lambda: threading.Thread(target=1, group=2)):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
c = threading.Condition()
with c:
    print(c.wait(0.01), c.wait_for(lambda: True), c.notify_all())
e = threading.Event()
print(e.is_set(), e.wait(0.01), e.set(), e.wait(), e.is_set(), e.clear())
s = threading.BoundedSemaphore(2)
print(s.acquire(), s.acquire(), s.acquire(blocking=False), s.release(), s.acquire(timeout=1))
local = threading.local()
local.x = 5
print(local.x, hasattr(local, 'y'), vars(local))

class L(threading.local):
    def __init__(self, v=1):
        self.v = v
print(L(3).v)
t = threading.Thread(target=print, args=('x',), name='worker', daemon=True)
print(t.name, t.daemon, t.is_alive(), t.ident, t)
print(threading.Thread(target=len).name.startswith('Thread-'), threading.Timer(1, print).interval, threading.Barrier(3).parties, threading.TIMEOUT_MAX > 1e6, threading.stack_size(), threading.settrace(None))
q = queue.Queue(maxsize=2)
q.put(1)
q.put(2)
print(q.full(), q.qsize(), q.get(), q.get_nowait(), q.empty(), q.unfinished_tasks)
q.task_done()
q.task_done()
print(q.join())
for bad in (lambda: q.get(timeout=0.01), lambda: q.task_done(), lambda: [q.put_nowait(i) for i in range(3)], lambda: q.get(timeout=-1)):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
q.shutdown(immediate=True)
try:
    q.get()
except queue.ShutDown as e:
    print(type(e).__name__)
sq = queue.SimpleQueue()
sq.put('a')
print(sq.get(), sq.empty(), [x for x in ('Queue', 'LifoQueue', 'PriorityQueue') if hasattr(queue, x)], threading.excepthook is not None, threading.ExceptHookArgs.__name__)
