# Sorts a list while there is hardly any room.
# ends: ok
import sys
x = [(i * 7919) % 100_003 for i in range(200_000)]
kept = []
try:
    while True:
        kept.append(bytearray(4096))
except MemoryError:
    pass
n = len(x)
try:
    x.sort(key=lambda v: (v, v))
except MemoryError:
    pass
assert len(x) == n
try:
    x.sort()
except MemoryError:
    pass
assert len(x) == n and len(kept) > 0
del kept
x.sort()
assert x[0] == 0 and x[-1] == 100_002
