# gc.callbacks that allocate, collect, raise and vanish.
# ends: ok
import gc, sys
sys.unraisablehook = lambda u: None
kept = []
def allocate(phase, info): kept.append([info] * 10)
def collect(phase, info): gc.collect()
def boom(phase, info): raise ValueError
def vanish(phase, info): gc.callbacks.clear()
def more(phase, info): gc.callbacks.append(boom) if len(gc.callbacks) < 20 else None
gc.callbacks.extend([allocate, collect, boom, 5, more, vanish, allocate])
for i in range(20):
    gc.collect(i % 3)
gc.callbacks[:] = [gc.callbacks]
gc.collect()
gc.callbacks.clear()
