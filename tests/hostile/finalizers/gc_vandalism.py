# gc asked for nonsense, referrers written to, thresholds odd.
# ends: ok
import gc
for use in (lambda: gc.set_threshold(0), lambda: gc.set_threshold(1, 1, 1), lambda: gc.set_threshold(-1), lambda: gc.set_threshold(1 << 40), lambda: gc.collect(99), lambda: gc.collect(-5), lambda: gc.get_objects(77),
            lambda: gc.set_debug(gc.DEBUG_SAVEALL), lambda: gc.set_debug(0), lambda: gc.freeze(), lambda: gc.unfreeze(), lambda: gc.get_stats().clear(), lambda: gc.garbage.clear(), lambda: gc.get_referents(*gc.get_objects()) and None):
    try:
        use()
    except (ValueError, TypeError, OverflowError, MemoryError):
        pass
class C: pass
for i in range(300):
    c = C(); c.me = c
for o in gc.get_referrers(C):
    if type(o) is tuple:
        hash(o) if False else None
gc.get_objects().clear()
gc.set_threshold(2000, 10, 10)
del o, c
