"""defaultdict, Counter, namedtuple, OrderedDict, ChainMap, UserDict."""
import copy
from collections import ChainMap, Counter, OrderedDict, UserDict, UserList, UserString, defaultdict, namedtuple


def attempt(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, error)


d = defaultdict(list)
d["a"].append(1)
d["b"].append(2)
d["a"].append(3)
print(d, d.default_factory, len(d), "c" in d, d.get("c"), d == {"a": [1, 3], "b": [2]})
d = defaultdict(int, {"x": 1}, y=2)
d["z"] += 5
print(d, dict(d), sorted(d.items()))
attempt(lambda: defaultdict(3))
attempt(lambda: defaultdict()["missing"])
attempt(lambda: defaultdict(None, a=1))
attempt(lambda: defaultdict(list, [(1, 2)], 3))
attempt(lambda: setattr(defaultdict(), "other", 1))
print(defaultdict.__mro__, defaultdict.__module__)
e = d.copy()
e["new"]
print(type(e), e, d, copy.copy(d), copy.deepcopy(d))
print(d | {"k": 9}, {"k": 9} | d)
d |= {"q": 1}
print(d)
d.default_factory = None
attempt(lambda: d["none"])
print(d.__reduce__()[:4])


class Keyed(defaultdict):
    def __missing__(self, key):
        self[key] = key * 2
        return self[key]


k = Keyed()
print(k[4], k, k["ab"])

nested = defaultdict(lambda: defaultdict(int))
nested["a"]["b"] += 1
print(dict(nested["a"]))

c = Counter("abracadabra")
print(c, c["z"], c.most_common(2), c.total(), sorted(c.elements()))
c.update("zzz")
c.subtract("aaaaaaaaa")
print(c, +c, -c)
print(Counter(a=3, b=1) + Counter(a=1, c=2), Counter(a=3) - Counter(a=1), Counter(a=3) & Counter(a=1), Counter(a=3) | Counter(b=1))
print(Counter([1, 2, 1]) == Counter({1: 2, 2: 1}), Counter(a=1) <= Counter(a=2))
del c["z"], c["z"]
attempt(lambda: Counter(1))
print(Counter({"a": 1}).copy(), Counter.__mro__[1])


class Upper(Counter):
    def __setitem__(self, key, value):
        super().__setitem__(key.upper(), value)


print(Upper("aab"))

Point = namedtuple("Point", "x y", defaults=[5])
p = Point(1)
print(p, p.x, p.y, p[0], p._replace(x=7), p._asdict(), Point._fields, Point._field_defaults, p == (1, 5))
print(Point._make([3, 4]), Point.x, Point.__doc__, Point.x.__doc__, hash(p) == hash((1, 5)))
Point.x.__doc__ = "the x"
print(Point.x.__doc__)
x, y = p
print(x, y, isinstance(p, tuple), Point.__match_args__)
attempt(lambda: Point())
attempt(lambda: Point(1, 2, 3))
attempt(lambda: Point(1, z=3))
attempt(lambda: setattr(p, "x", 3))
attempt(lambda: delattr(p, "x"))
attempt(lambda: p.nothing)
attempt(lambda: Point.x.__get__(5))
attempt(lambda: Point.y.__get__((1,)))
attempt(lambda: namedtuple("Bad", "a a"))
attempt(lambda: namedtuple("Bad", "class"))
attempt(lambda: namedtuple("Bad", ["_a"]))
print(namedtuple("Renamed", "a class a", rename=True)._fields)
match p:
    case Point(x, y=2):
        print("two", x)
    case Point(x=1, y=y):
        print("one", y)


class Named(Point):
    def norm(self):
        return self.x + self.y


print(Named(3, 4).norm(), Named(3, 4), copy.copy(p), copy.deepcopy(p))

o = OrderedDict([("a", 1), ("b", 2), ("c", 3)])
o.move_to_end("a")
print(o, list(o), o.popitem(), o.popitem(last=False), o)
o["k"] = 1
o.move_to_end("k", last=False)
print(list(o.items()), list(reversed(o)), o == {"k": 1, "b": 2}, o == OrderedDict([("b", 2), ("k", 1)]))
attempt(lambda: o.pop("zz"))
attempt(lambda: o.move_to_end("zz"))
print(o.copy(), OrderedDict.fromkeys("ab"), o | {"n": 1})

m = ChainMap({"a": 1}, {"a": 2, "b": 3})
m["c"] = 4
print(m["a"], m["b"], dict(m), m.maps, m.new_child({"a": 0})["a"], m.parents, len(m))
attempt(lambda: m["zz"])


class Lower(UserDict):
    def __setitem__(self, key, value):
        super().__setitem__(key.lower(), value)


u = Lower({"A": 1}, B=2)
print(u, u["a"], "b" in u, UserList([1, 2]) + [3], UserString("abc").upper())
