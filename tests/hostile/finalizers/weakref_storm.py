# Weak reference callbacks by the ten thousand.
# ends: ok
import weakref
n = 0
def callback(r):
    global n
    n += 1
class C: pass
c = C()
refs = [weakref.ref(c, callback) for i in range(20_000)]
del c
assert n == 20_000
