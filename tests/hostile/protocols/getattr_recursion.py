# __getattr__ that asks itself.
# ends: RecursionError, MemoryError
class A:
    def __getattr__(self, name):
        return getattr(self, name * 2)
A().x
