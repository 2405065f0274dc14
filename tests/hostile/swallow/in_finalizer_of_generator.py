# A generator with a loop in finally, closed by the collector.
# ends: limit time, limit steps
import gc
def g():
    x = yield
    try:
        yield
    finally:
        while True:
            try:
                while True: pass
            except: pass
i = g(); next(i); i.send(i)
del i
gc.collect()
