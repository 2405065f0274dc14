# pickle: protocols, classes, reduce hooks, references, persistence, errors, shelve-like use.
import collections
import copyreg
import io
import pickle
import pickletools
import datetime
from enum import Enum
from fractions import Fraction

class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y
    def __eq__(self, other):
        return self.__dict__ == other.__dict__
class Slots:
    __slots__ = ('a', 'b')
class State:
    def __init__(self):
        self.kept, self.lost = 1, 2
    def __getstate__(self):
        return {'kept': self.kept}
    def __setstate__(self, state):
        self.__dict__ = state
        self.lost = 'restored'
class Color(Enum):
    RED = 1
class Args(tuple):
    def __new__(cls, a, b):
        return super().__new__(cls, (a, b))
    def __getnewargs__(self):
        return tuple(self)
NT = collections.namedtuple('NT', 'p q')

values = [None, True, 0, -1, 255, 65536, 2**31, -2**63, 10**40, 1.5, float('inf'), 1j, 'text', 'é\n', '\U0001F600', b'bytes', b'', bytearray(b'ba'), (), (1,), (1, 2, 3, 4), [], [1, [2]], {}, {'a': {1: 2}}, set(), {1, 2}, frozenset([3]), range(5), slice(1, 2), ..., int, len, Point(1, [2]), Color.RED, NT(1, 2), Args(1, 2), collections.OrderedDict(a=1), collections.deque([1], 3), collections.Counter('aab'), datetime.date(2020, 1, 2), Fraction(1, 3), ValueError('v', 1), collections.defaultdict(list, a=[1])]
for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
    same = [pickle.loads(pickle.dumps(v, protocol)) for v in values]
    print(protocol, all(type(a) is type(b) and (a == b or isinstance(b, Exception) and a.args == b.args) for a, b in zip(same, values)), len(pickle.dumps(values[:30], protocol)))
s = Slots()
s.a = 5
t = pickle.loads(pickle.dumps(s))
print(t.a, hasattr(t, 'b'), vars(pickle.loads(pickle.dumps(State()))))
shared = [1]
a, b = pickle.loads(pickle.dumps([shared, shared]))
loop = []
loop.append(loop)
back = pickle.loads(pickle.dumps(loop))
print(a is b, back[0] is back)
out = io.BytesIO()
pickle.dump('one', out)
pickle.dump({'two': 2}, out)
out.seek(0)
print(pickle.load(out), pickle.load(out))
for bad in (lambda: pickle.dumps(lambda: 0), lambda: pickle.dumps(x for x in ()), lambda: pickle.loads(b''), lambda: pickle.load(out), lambda: pickle.dumps(1, 99), lambda: pickle.loads('str')):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__)

class P(pickle.Pickler):
    def persistent_id(self, obj):
        return 'the point' if isinstance(obj, Point) else None
class U(pickle.Unpickler):
    def persistent_load(self, pid):
        return pid.upper()
    def find_class(self, module, name):
        if name == 'Fraction':
            raise pickle.UnpicklingError('forbidden')
        return super().find_class(module, name)
out = io.BytesIO()
P(out).dump([Point(1, 2), 3])
print(U(io.BytesIO(out.getvalue())).load())
try:
    U(io.BytesIO(pickle.dumps(Fraction(1)))).load()
except pickle.UnpicklingError as e:
    print(e)
class Reg:
    def __init__(self, v):
        self.v = v
copyreg.pickle(Reg, lambda r: (Reg, (r.v * 2,)))
print(pickle.loads(pickle.dumps(Reg(4))).v)
text = io.StringIO()
pickletools.dis(pickle.dumps([1, 'a'], 2), text)
print(text.getvalue())
print(pickle.dumps((1, "a", [2.5]), 0), pickle.dumps({'k': None}, 3), len(pickletools.optimize(pickle.dumps(['a' * 5] * 2))))
