# Deques that change in the middle of everything.
# ends: ok
from collections import deque
class E:
    def __eq__(self, other):
        d.clear()
        return False
d = deque()
for use in (lambda: d.index(1), lambda: d.count(1), lambda: d.remove(1), lambda: 1 in d, lambda: d == deque([E()] * 9), lambda: d < deque([E()] * 9)):
    d.extend(E() for i in range(9))
    try:
        use()
    except (ValueError, RuntimeError, IndexError, TypeError):
        pass
d = deque(range(10), maxlen=5)
d.extend(d); d.extendleft(d); d += d
d.rotate(1 << 62); d.rotate(-(1 << 62))
for use in (lambda: d.rotate(1 << 70), lambda: d.insert(0, 1), lambda: deque([], -1), lambda: deque([], 1 << 70), lambda: d * (1 << 60), lambda: d[1 << 70]):
    try:
        use()
    except (IndexError, ValueError, OverflowError):
        pass
def g():
    while True:
        d.clear()
        yield 1
