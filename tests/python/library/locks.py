"""_thread: locks in one thread, thread-local data."""
import _thread


def attempt(function):
    try:
        print(repr(function()))
    except BaseException as error:
        print(type(error).__name__, error)


lock = _thread.allocate_lock()
print(type(lock), lock.locked(), lock.acquire(), lock.locked(), lock.acquire(False), lock.acquire(timeout=0.01))
lock.release()
attempt(lock.release)
with lock as got:
    print(got, lock.locked(), repr(lock)[:21])
print(lock.locked(), repr(lock)[:23], _thread.LockType is _thread.lock)
attempt(lambda: lock.acquire(False, 1))
attempt(lambda: lock.acquire(True, -2))
attempt(lambda: lock.acquire(True, 1e20))

rlock = _thread.RLock()
with rlock:
    print(rlock.acquire(), rlock._is_owned(), rlock._recursion_count(), rlock.locked())
    rlock.release()
print(rlock._is_owned())
attempt(rlock.release)

local = _thread._local()
local.x = 1
print(local.x, local.__dict__)
attempt(lambda: local.y)
attempt(lambda: _thread._local(1))


class Mine(_thread._local):
    def __init__(self, value):
        self.value = value


print(Mine(3).value, _thread.error, _thread.TIMEOUT_MAX, isinstance(_thread.get_ident(), int), _thread._count())
attempt(_thread.exit)
