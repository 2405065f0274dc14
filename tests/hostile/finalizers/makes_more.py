# Every finalizer makes two more.
# ends: limit time, limit steps, RecursionError, MemoryError, ok
class C:
    def __del__(self):
        x = [C(), C()]
x = C()
del x
