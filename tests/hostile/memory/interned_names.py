# Interns names for ever.
# ends: ok
import sys
kept = []
try:
    while True:
        kept.append(sys.intern("name%d" % len(kept)))
except MemoryError:
    n = len(kept)
del kept
assert n > 10_000
for i in range(1000):
    sys.intern("other%d" % i)
