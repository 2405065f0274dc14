# list.extend, slice assignment, bytearray.extend over endless natives.
# ends: ok
import itertools
x, b, d = [], bytearray(), {}
def assign(): x[:] = itertools.repeat(1)
def unpack(): a, b, *c = itertools.repeat(1)
for use in (lambda: x.extend(itertools.repeat(None)), assign, lambda: b.extend(itertools.repeat(1)), unpack, lambda: list(itertools.repeat(1)), lambda: sorted(itertools.repeat(1)), lambda: "".join(itertools.repeat("a")), lambda: tuple(itertools.repeat(1))):
    try:
        use()
    except MemoryError:
        x.clear(); b.clear()
    else:
        raise AssertionError
