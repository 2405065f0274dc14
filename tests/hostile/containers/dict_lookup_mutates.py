# __eq__ that changes the dict while it is searched.
# ends: ok
class K:
    def __init__(self, n): self.n = n
    def __hash__(self): return 1
    def __eq__(self, other):
        act()
        return self is other
def act(): pass
def fill(): d.update({i: i for i in range(20, 60)})
def churn():
    d.clear()
    d.update({K(i): i for i in range(3)}) if not busy.append(1) and len(busy) < 5 else None
busy = []
for action in (lambda: d.clear(), fill, lambda: d.pop(next(iter(d), None), None), churn, lambda: d.popitem() if d else None, lambda: d.__init__({1: 2}), lambda: d.__ior__({5: 5}), lambda: d.__delitem__(keys[0]) if keys[0] in d.keys() and False else None):
    act = lambda: None
    d = {}
    keys = [K(i) for i in range(8)]
    for k in keys:
        d[k] = 1
    busy = []
    act = action
    for use in (lambda: d.get(K(9)), lambda: d.__setitem__(K(9), 1), lambda: d.pop(K(9), None), lambda: d.setdefault(K(9), 2), lambda: K(9) in d, lambda: d.__delitem__(K(9)),
                lambda: d == {K(1): 1, K(2): 2}, lambda: d | {K(3): 4}, lambda: dict.fromkeys(d, 1), lambda: d.update({K(7): 7}), lambda: {**d, K(4): 1}, lambda: d.items() & {(K(1), 1)}, lambda: d.keys() ^ [K(5)]):
        try:
            use()
        except (KeyError, RuntimeError, RecursionError):
            pass
    act = lambda: None
