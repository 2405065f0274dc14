# Ordered dicts: each operation leaves what it found, or does what it should.
from collections import OrderedDict
import copy

od = OrderedDict.fromkeys(range(20))
whole = True
for step in range(30):
    before = list(od.items())
    try:
        if step % 3 == 0: od.move_to_end(before[step % len(before)][0], last=False)
        elif step % 3 == 1: od.move_to_end(before[0][0])
        else: od[step * 100] = step
    except MemoryError:
        whole = whole and list(od.items()) == before
        raise
print(whole, list(od), list(reversed(od)), od.popitem(), od.popitem(last=False), od.pop(3), od.setdefault('a', 1))
print(od == od.copy(), od | {'b': 2}, list(od.keys() & {1, 2}), repr(copy.copy(od)))
od.update({'x': 1}, y=2)
print(list(od.values())[-2:], list(reversed(od.items()))[:1], od.__reduce__()[:2])
