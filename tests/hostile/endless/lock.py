# Waits for a lock that nobody will release.
# ends: limit time, limit steps, PermissionError, ImportError, RuntimeError
import _thread
lock = _thread.allocate_lock()
lock.acquire()
lock.acquire()
