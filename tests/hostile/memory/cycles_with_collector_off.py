# Cyclic garbage with the collector disabled.
# ends: ok
import gc
gc.disable()
class Node: pass
for i in range(40_000):
    a = Node()
    a.me = a
    a.room = bytearray(1000)
