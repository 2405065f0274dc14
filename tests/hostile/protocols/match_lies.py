# match statements on liars.
# ends: ok
import collections.abc
class S(collections.abc.Sequence):
    def __len__(self): return n
    def __getitem__(self, i): return [1, 2][i]
class M(collections.abc.Mapping):
    def __len__(self): return 1
    def __iter__(self): return iter([1])
    def __getitem__(self, k): raise KeyError
    def get(self, k, d=None): raise ZeroDivisionError
    def keys(self): return 5
class P:
    __match_args__ = m = ()
def go(x):
    match x:
        case [a, b, *c]: return 1
        case {"a": 1, **rest}: return 2
        case P(a, b): return 3
        case P(x=5): return 4
for n in (0, 2, 5, -1, 1 << 70, "x"):
    try:
        go(S())
    except (IndexError, ValueError, OverflowError, TypeError):
        pass
for P.__match_args__ in ((), ("a",), ("a", "b"), ("a", "a"), (1, 2), ["a"], None, "ab"):
    for x in (M(), P()):
        try:
            go(x)
        except (TypeError, ZeroDivisionError):
            pass
