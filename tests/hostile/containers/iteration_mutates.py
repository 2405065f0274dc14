# Containers that change while they are iterated over.
# ends: ok
from collections import deque, OrderedDict
def over(make, change):
    x = make()
    n = 0
    try:
        for v in x:
            change(x)
            n += 1
            if n > 1000:
                break
    except RuntimeError:
        pass
for make in (lambda: list(range(10)), lambda: {i: i for i in range(10)}, lambda: set(range(10)), lambda: deque(range(10)), lambda: OrderedDict((i, i) for i in range(10)), lambda: bytearray(10)):
    for change in (lambda x: x.clear(), lambda x: x.append(1), lambda x: x.pop(), lambda x: x.popitem(), lambda x: x.add(len(x) * 1000), lambda x: x.__setitem__(len(x) * 100, 1), lambda x: x.extend(b"abc"),
                   lambda x: x.update({len(x) + 500: 1}), lambda x: x.__delitem__(0), lambda x: x.__init__(), lambda x: x.rotate(1), lambda x: x.move_to_end(5), lambda x: x.reverse(), lambda x: x.sort()):
        try:
            over(make, change)
        except (AttributeError, TypeError, IndexError, KeyError):
            pass
x = {1: 1}
i = iter(x.items()); j = reversed(x)
x.clear(); x[2] = 2; x[3] = 3; del x[2]
for it in (i, j):
    try:
        list(it)
    except RuntimeError:
        pass
