# random.getrandbits of a billion bits and choices without end.
# ends: ok, limit time, limit steps
import _random
r = _random.Random(1)
for n in (1 << 40, 1 << 62, 1 << 70):
    try:
        r.getrandbits(n)
    except (MemoryError, OverflowError):
        pass
assert r.getrandbits(10_000_000).bit_length() <= 10_000_000
r.seed(7 ** 100_000)
