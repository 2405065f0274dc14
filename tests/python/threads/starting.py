# Starting threads and waiting for their end.
import _thread
import threading

done = []


def work(*args, **keywords):
    done.append((args, keywords))


lock = _thread.allocate_lock()
lock.acquire()
ident = _thread.start_new_thread(lambda *a, **k: (work(*a, **k), lock.release()), (1, 2), {"key": 3})
lock.acquire()
print(isinstance(ident, int), ident != _thread.get_ident(), done)

for call in [
    lambda: _thread.start_new_thread(1, ()),
    lambda: _thread.start_new_thread(work, []),
    lambda: _thread.start_new_thread(work, (), 1),
    lambda: _thread.start_joinable_thread(1),
    lambda: _thread.start_joinable_thread(work, handle=1),
]:
    try:
        call()
    except TypeError as error:
        print(error)

handle = _thread.start_joinable_thread(lambda: done.append("joined"))
print(handle.join(), handle.is_done(), done[-1], handle.join())
try:
    _thread.start_joinable_thread(work, handle=handle)
except RuntimeError as error:
    print(error)

thread = threading.Thread(target=work, args=(4,), kwargs={"other": 5}, name="worker")
print(thread.is_alive(), thread.ident, thread.daemon, thread)
for call in thread.join, threading.current_thread().join:
    try:
        call()
    except RuntimeError as error:
        print(error)
thread.start()
thread.join()
print(thread.is_alive(), thread.ident is not None, done[-1])
try:
    thread.start()
except RuntimeError as error:
    print(error)

gate = threading.Event()
waiting = [threading.Thread(target=gate.wait) for _ in range(5)]
for thread in waiting:
    thread.start()
print(threading.active_count(), len(threading.enumerate()), waiting[0].join(0.01), waiting[0].is_alive())
gate.set()
for thread in waiting:
    thread.join()
print(threading.active_count(), threading.current_thread() is threading.main_thread())


def join_oneself():
    try:
        threading.current_thread().join()
    except RuntimeError as error:
        print(error)


thread = threading.Thread(target=join_oneself)
thread.start()
thread.join()
print(threading.stack_size(), threading.stack_size(1 << 18), threading.stack_size(0))
try:
    threading.stack_size(1)
except ValueError as error:
    print(error)
