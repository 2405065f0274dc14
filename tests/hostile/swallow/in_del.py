# An endless __del__ with bare excepts.
# ends: limit time, limit steps
class C:
    def __del__(self):
        while True:
            try:
                C()
            except:
                pass
C()
