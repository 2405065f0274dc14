# abc: abstract methods and properties, registration, subclass hooks, collections.abc and numbers.
import abc
import collections.abc as cabc
import numbers
from abc import ABC, ABCMeta, abstractmethod

class Shape(ABC):
    @abstractmethod
    def area(self): ...
    @property
    @abstractmethod
    def name(self): ...
    @classmethod
    @abstractmethod
    def make(cls): ...
    def twice(self):
        return self.area() * 2

class Square(Shape):
    def __init__(self, s=2):
        self.s = s
    def area(self):
        return self.s ** 2
    name = 'square'
    @classmethod
    def make(cls):
        return cls(3)

class Half(Shape):
    def area(self):
        return 0
for make in (Shape, Half):
    try:
        make()
    except TypeError as e:
        print(e)
print(Square().twice(), Square.make().area(), sorted(Shape.__abstractmethods__), Square.__abstractmethods__, abc.get_cache_token() >= 0)

class Plugin(metaclass=ABCMeta):
    @classmethod
    def __subclasshook__(cls, other):
        if cls is Plugin and hasattr(other, 'run'):
            return True
        return NotImplemented

class Runs:
    def run(self): pass
class Other: pass
print(issubclass(Runs, Plugin), isinstance(Runs(), Plugin), issubclass(Other, Plugin))
print(Plugin.register(Other), isinstance(Other(), Plugin), issubclass(Other, Plugin))

@Plugin.register
class Third: pass
print(issubclass(Third, Plugin), issubclass(bool, Plugin))
for bad in (lambda: Plugin.register(3), lambda: Third.register, lambda: issubclass(1, Plugin)):
    try:
        bad()
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
try:
    class Sub(Plugin): pass
    Sub.register(Plugin)
except RuntimeError as e:
    print(e)

names = ('Hashable', 'Iterable', 'Iterator', 'Reversible', 'Sized', 'Container', 'Collection', 'Callable', 'Sequence', 'MutableSequence', 'Set', 'MutableSet', 'Mapping', 'MutableMapping', 'Generator', 'Buffer', 'Awaitable', 'KeysView', 'ItemsView', 'ValuesView')
def gen(): yield
for value in ([], (), {}, set(), frozenset(), 'a', b'', bytearray(), range(2), gen(), iter([]), {}.keys(), {}.items(), {}.values(), len, 1, None, memoryview(b'')):
    print(type(value).__name__, [n for n in names if isinstance(value, getattr(cabc, n))])
print([(type(v).__name__, [n for n in ('Number', 'Complex', 'Real', 'Rational', 'Integral') if isinstance(v, getattr(numbers, n))]) for v in (1, True, 1.5, 1j)])

class Seq(cabc.Sequence):
    def __len__(self): return 3
    def __getitem__(self, i):
        if i >= 3: raise IndexError
        return i * 10
s = Seq()
print(list(s), list(reversed(s)), 20 in s, s.index(10), s.count(0))

class M(cabc.MutableMapping):
    def __init__(self): self.d = {}
    def __getitem__(self, k): return self.d[k]
    def __setitem__(self, k, v): self.d[k] = v
    def __delitem__(self, k): del self.d[k]
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)
m = M()
m.update(a=1, b=2)
print(m.pop('a'), m.get('z', 5), m.setdefault('q', 7), list(m.items()), m == {'b': 2, 'q': 7}, m.popitem(), 'b' in m, len(m.keys() | {'x'}))

class S(cabc.Set):
    def __init__(self, it): self.e = list(dict.fromkeys(it))
    def __contains__(self, x): return x in self.e
    def __iter__(self): return iter(self.e)
    def __len__(self): return len(self.e)
a, b = S([1, 2, 3]), S([2, 3, 4])
print(list(a & b), list(a | b), list(a - b), list(a ^ b), a <= b, S([2]) < a, a.isdisjoint([9]), a == S([3, 2, 1]))
