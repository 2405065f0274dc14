# Cyclic garbage, far more than fits: the collector must keep up.
# ends: ok
class Node: pass
for i in range(60_000):
    a, b = Node(), Node()
    a.other, b.other = b, a
    a.room = bytearray(1000)
