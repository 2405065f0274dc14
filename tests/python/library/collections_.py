# collections: namedtuple, OrderedDict, ChainMap, UserDict, UserList, UserString, Counter's arithmetic.
import collections
from collections import namedtuple, OrderedDict, ChainMap, UserDict, UserList, UserString, Counter

P = namedtuple('P', 'x y z', defaults=[0])
p = P(1, y=2)
print(p, p.x, p[1], p._asdict(), p._replace(x=9), P._make([7, 8, 9]), P._fields, P._field_defaults, p == (1, 2, 0), hash(p) == hash((1, 2, 0)), P.__doc__, P.x.__doc__)
x, *rest = p
print(x, rest, len(p), p + (4,), isinstance(p, tuple), P.__match_args__, namedtuple('R', 'a class a', rename=True)._fields)
for bad in (lambda: namedtuple('A', 'a a'), lambda: namedtuple('A', 'class'), lambda: namedtuple('A', '_x'), lambda: P(1), lambda: P(1, 2, 3, 4), lambda: p._replace(q=1), lambda: setattr(p, 'x', 2), lambda: namedtuple('1A', 'a'), lambda: P._make([1]), lambda: namedtuple('A', 'a b', defaults=[1, 2, 3])):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)

class Sub(P):
    __slots__ = ()
    def total(self):
        return sum(self)
print(Sub(1, 2, 3).total(), Sub(1, 2), type(Sub(1, 2)._replace(x=3)).__name__)

d = OrderedDict([('a', 1), ('b', 2), ('c', 3)])
d.move_to_end('a')
d.move_to_end('c', last=False)
print(d, list(d), d.popitem(), d.popitem(last=False), d, list(reversed(OrderedDict(x=1, y=2))), OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1) == {'a': 1}, OrderedDict.fromkeys('ab', 0), OrderedDict(a=1) | {'b': 2})
try:
    d.move_to_end('zz')
except KeyError as e:
    print(repr(e))
c = ChainMap({'a': 1}, {'a': 2, 'b': 3})
c['c'] = 4
print(c, c['a'], c['b'], len(c), sorted(c), c.maps[0], c.new_child({'a': 0})['a'], c.parents, dict(c), 'b' in c, c.get('q', 5), c.pop('c'))
for bad in (lambda: c['nope'], lambda: c.pop('b'), lambda: ChainMap().popitem()):
    try:
        bad()
    except KeyError as e:
        print(e)

class Lower(UserDict):
    def __setitem__(self, k, v):
        super().__setitem__(k.lower(), v)
u = Lower(A=1)
u['B'] = 2
print(u, u.data, 'a' in u, u | {'C': 3}, u == {'a': 1, 'b': 2}, u.copy())
l = UserList([3, 1, 2])
l.sort()
l += [9]
print(l, l[1:], l + [1], l * 2, l.index(9), l == [1, 2, 3, 9], UserList('ab').data)
s = UserString('Hello')
print(s, s.upper(), s + '!', s[1:3], s == 'Hello', 'ell' in s, s % (), len(s), s.center(9, '*'), hash(s) == hash('Hello'))
a, b = Counter('aabbb'), Counter('abcc')
print(a + b, a - b, a & b, a | b, +Counter(x=-1, y=1), -Counter(x=-1), a <= Counter('aabbbb'), a.total(), sorted(a.elements()), a.most_common(1), Counter(a=3) == Counter(a=3, b=0))
a.subtract('aaaa')
a.update({'z': 2})
print(a, a['none'], Counter.__name__, collections.Counter(a=1).copy())
