# gc.collect and gc.get_objects for ever.
# ends: limit time, limit steps
import gc
x = [[] for i in range(100_000)]
while True:
    gc.collect()
    gc.get_objects()
    gc.get_referrers(x)
