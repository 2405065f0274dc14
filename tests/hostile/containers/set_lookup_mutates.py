# __eq__ that changes the set while it is searched.
# ends: ok
class K:
    def __hash__(self): return 7
    def __eq__(self, other):
        act()
        return False
def act(): pass
for action in (lambda: s.clear(), lambda: s.update(range(100)), lambda: s.pop() if s else None, lambda: s.__init__([1, 2]), lambda: s.add(len(s)), lambda: s.intersection_update([1]), lambda: s.symmetric_difference_update([1, 2, 3])):
    act = lambda: None
    s = {K() for i in range(6)}
    t = {K() for i in range(6)}
    act = action
    for use in (lambda: K() in s, lambda: s.add(K()), lambda: s.discard(K()), lambda: s.remove(K()), lambda: s | t, lambda: s & t, lambda: s - t, lambda: s ^ t, lambda: s.update(t), lambda: s.difference_update(t),
                lambda: s == t, lambda: s <= t, lambda: s.isdisjoint(t), lambda: set(s), lambda: frozenset(s) == s, lambda: s.__ixor__(t), lambda: s.__iand__(t), lambda: t.update(s), lambda: t.intersection(s)):
        try:
            use()
        except (KeyError, RuntimeError, RecursionError):
            pass
    act = lambda: None
