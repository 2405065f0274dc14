# Callbacks that drop, make and call weak references.
# ends: ok
import weakref, gc
class C: pass
refs = []
def drop(r):
    refs.clear()
def make(r):
    refs.append(weakref.ref(D, make))
def boom(r):
    raise ValueError
class D: pass
import sys
sys.unraisablehook = lambda u: None
for callback in (drop, make, boom, lambda r: gc.collect(), lambda r: r(), lambda r: refs.append(r)):
    c = C()
    refs.extend(weakref.ref(c, callback) for i in range(50))
    p = weakref.proxy(c, callback)
    del c
    try:
        p.x
    except ReferenceError:
        pass
    refs.clear()
w = weakref.WeakValueDictionary()
k = weakref.WeakKeyDictionary()
for i in range(1000):
    c = C()
    w[i] = c
    k[c] = i
for i, v in zip(range(1000), w.values()):
    c = C()
    w[i + 5000] = c
f = weakref.finalize(c, lambda: weakref.finalize(C, print))
del c, v
f()
