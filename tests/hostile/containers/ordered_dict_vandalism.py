# OrderedDict changed behind its back.
# ends: ok
from collections import OrderedDict
o = OrderedDict((i, i) for i in range(10))
dict.__delitem__(o, 3)
dict.__setitem__(o, 99, 1)
dict.pop(o, 5)
for use in (lambda: list(o), lambda: repr(o), lambda: o.popitem(), lambda: o.move_to_end(3), lambda: o.move_to_end(99), lambda: o == o, lambda: list(reversed(o)), lambda: o.copy(), lambda: o.__reduce__(),
            lambda: o.pop(99), lambda: dict.clear(o), lambda: o.popitem(), lambda: list(o.items()), lambda: o.clear(), lambda: o.setdefault(1, 1), lambda: o.__init__([(1, 2)])):
    try:
        use()
    except (KeyError, RuntimeError, AttributeError):
        pass
class K:
    def __hash__(self): return 1
    def __eq__(self, other):
        o.clear()
        return False
o[K()] = 1
for use in (lambda: o.__setitem__(K(), 1), lambda: o.__delitem__(K()), lambda: o.move_to_end(K()), lambda: o == OrderedDict([(K(), 1)])):
    try:
        o[K()] = 1
        use()
    except (KeyError, RuntimeError):
        pass
