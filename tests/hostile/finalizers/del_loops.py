# __del__ that never returns.
# ends: limit time, limit steps
class C:
    def __del__(self):
        while True:
            pass
C()
