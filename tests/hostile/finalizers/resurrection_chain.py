# Finalizers that make new objects with finalizers.
# ends: limit time, limit steps, RecursionError, ok
class C:
    def __del__(self):
        C()
C()
