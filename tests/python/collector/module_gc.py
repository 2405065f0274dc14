import gc
# thresholds and generations
gc.collect()
class N: pass
print(gc.get_count()[1:])
old=gc.get_threshold()
gc.set_threshold(50, 3, 2)
events=[]
def cb(phase, info):
    if phase=='stop': events.append(info['generation'])
gc.callbacks.append(cb)
keep=[]
for i in range(1000):
    keep.append([])
gc.callbacks.remove(cb)
print(events[:14])
gc.set_threshold(*old)
print(gc.get_objects(0)[:0], len(gc.get_objects(2))>100)
x=[]
print(any(o is x for o in gc.get_objects(0)), any(o is x for o in gc.get_objects(1)))
gc.collect(0)
print(any(o is x for o in gc.get_objects(0)), any(o is x for o in gc.get_objects(1)))
gc.collect(1)
print(any(o is x for o in gc.get_objects(1)), any(o is x for o in gc.get_objects(2)))
gc.freeze(); print(gc.get_freeze_count()>100, len(gc.get_objects())<50)
gc.unfreeze(); print(gc.get_freeze_count())
a=[1]; b=[a,2]; c={'k':a}
print(sorted(type(r).__name__ for r in gc.get_referrers(a)))
print(gc.get_referents(b), gc.get_referents(c), gc.get_referents((1,2,3)), gc.get_referents(5))
n=N(); n.z=a
print([type(q).__name__ for q in gc.get_referents(n)])
for bad in (3,-1,'x'):
    try: gc.collect(bad)
    except Exception as e: print(type(e).__name__, e)
    try: gc.get_objects(bad)
    except Exception as e: print(type(e).__name__, e)
gc.set_debug(gc.DEBUG_SAVEALL)
n=N(); n.n=n; del n
print(gc.collect(), [type(g).__name__ for g in gc.garbage], gc.garbage[0].__dict__.keys())
gc.set_debug(0); gc.garbage.clear()
print(gc.collect())
gc.disable(); print(gc.isenabled()); gc.enable()
st=gc.get_stats(); print(len(st), st[2]['collections']>0, st[2]['uncollectable'])
def bad(p,i): raise ValueError('bad callback')
gc.callbacks.append(bad)
import sys
sys.unraisablehook=lambda u: print('unraisable', u.exc_type.__name__, u.exc_value, u.err_msg.split(" at 0x")[0])
gc.collect()
gc.callbacks.clear()
# generator
def g():
    try: yield
    finally: print('closed')
class H: pass
h=H(); h.g=g(); next(h.g); h.g2=h; h.frame=h.g.gi_frame
del h
print(gc.collect())
# nested gc.collect in finalizer
class F:
    def __del__(self): print('in', gc.collect())
f=F(); f.f=f; del f
print(gc.collect())
# exception in __del__
class G:
    def __del__(self): 1/0
f=G(); f.f=f; del f
print(gc.collect())
