# copy: shallow and deep copies, hooks, cycles, replace.
import copy
from collections import OrderedDict, deque, namedtuple
from dataclasses import dataclass, field

a = [1, [2, 3], {'k': (4, [5])}]
b = copy.copy(a)
c = copy.deepcopy(a)
print(b == a, b is a, b[1] is a[1])
print(c == a, c[1] is a[1], c[2]['k'] is a[2]['k'])

loop = []
loop.append(loop)
twin = copy.deepcopy(loop)
print(twin is not loop, twin[0] is twin)

for value in (1, 'x', (1, 2), None, ..., 2.5, len, int, frozenset([1]), range(3), b'b'):
    print(type(value).__name__, copy.copy(value) is value, copy.deepcopy(value) is value)

class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y
    def __repr__(self):
        return f'Point({self.x!r}, {self.y!r})'

p = Point([1], {2})
q = copy.copy(p)
r = copy.deepcopy(p)
print(q, q.x is p.x, r, r.x is p.x)

class Hooked:
    def __copy__(self):
        return 'shallow'
    def __deepcopy__(self, memo):
        return 'deep', type(memo).__name__

print(copy.copy(Hooked()), copy.deepcopy(Hooked()))

class Slotted:
    __slots__ = ('a', 'b')

s = Slotted()
s.a = [1]
t = copy.deepcopy(s)
print(t.a, t.a is s.a, hasattr(t, 'b'))

class Reduced:
    def __init__(self, v):
        self.v = v
    def __reduce__(self):
        return Reduced, (self.v + 1,)

print(copy.copy(Reduced(1)).v, copy.deepcopy([Reduced(5)])[0].v)

for value in (OrderedDict(a=[1]), deque([1, [2]], maxlen=4), bytearray(b'ab'), {1, 2}, {'a': {'b': []}}):
    other = copy.deepcopy(value)
    print(other == value, other is value, other)

T = namedtuple('T', 'a b')
print(copy.deepcopy(T([1], 2)), copy.replace(T(1, 2), b=5))

@dataclass
class D:
    x: int
    y: list = field(default_factory=list)

print(copy.replace(D(1, [2]), x=9), copy.deepcopy(D(1, [2])))
try:
    copy.replace(3, x=1)
except TypeError as e:
    print(e)
shared = [0]
pair = copy.deepcopy([shared, shared])
print(pair[0] is pair[1])
try:
    copy.deepcopy(x for x in ())
except TypeError as e:
    print(e)
