# A deque, a defaultdict and an OrderedDict that grow for ever.
# ends: ok
from collections import deque, defaultdict, OrderedDict
def grow_deque():
    d = deque()
    while True:
        d.append([1]); d.appendleft([2])
def grow_default():
    d = defaultdict(list)
    i = 0
    while True:
        d[i].append(i); i += 1
def grow_ordered():
    d = OrderedDict()
    i = 0
    while True:
        d[i] = i; i += 1
for grow in (grow_deque, grow_default, grow_ordered):
    try:
        grow()
    except MemoryError:
        pass
