# Every builtin container grows at the limit and stays whole.
# ends: ok
from collections import deque, OrderedDict
kept = []
try:
    while True:
        kept.append(bytearray(2000))
except MemoryError:
    pass
for make, add in (
    (list, lambda x, i: x.append(i)),
    (set, lambda x, i: x.add(i)),
    (dict, lambda x, i: x.__setitem__(i, i)),
    (deque, lambda x, i: x.append(i)),
    (OrderedDict, lambda x, i: x.__setitem__(i, i)),
    (bytearray, lambda x, i: x.append(i & 255)),
):
    try:
        x = make()
        i = 0
        while True:
            add(x, i)
            i += 1
    except MemoryError:
        pass
    # An OrderedDict is written in Python, and stops half-way.
    assert x is None or type(x) is OrderedDict or sum(1 for item in x) == len(x), (type(x), len(x))
    x = None
assert kept
kept.clear()
