# enum: members, lookups, aliases, auto, flags, mixed types, decorators, functional API.
import enum
from enum import Enum, IntEnum, IntFlag, Flag, StrEnum, auto, unique, verify, member, nonmember, property as eprop

class Color(Enum):
    RED = 1
    GREEN = 2
    BLUE = 3
    CRIMSON = 1

    def describe(self):
        return f'{self.name}={self.value}'

print(Color.RED, repr(Color.RED), Color(2), Color['BLUE'], Color.CRIMSON is Color.RED)
print(list(Color), len(Color), Color.RED in Color, 2 in Color, 'x' in Color)
print(Color.__members__.keys(), Color.GREEN.describe(), Color)
for bad in (lambda: Color(9), lambda: Color['X'], lambda: setattr(Color, 'RED', 2), lambda: Color.RED.name.x,
            lambda: delattr(Color, 'RED')):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)

class Auto(Enum):
    A = auto()
    B = auto()
    C = 'c'

print([(m.name, m.value) for m in Auto])

class Planet(Enum):
    EARTH = (5.9, 6.3)
    MARS = (0.6, 3.3)
    def __init__(self, mass, radius):
        self.mass = mass
        self.radius = radius
    @property
    def ratio(self):
        return round(self.mass / self.radius, 3)

print(Planet.EARTH.mass, Planet.MARS.ratio, repr(Planet.EARTH))

class Level(IntEnum):
    LOW = 1
    HIGH = 10

print(Level.LOW + 1, Level.HIGH > Level.LOW, f'{Level.LOW}', str(Level.LOW), repr(Level.HIGH), sorted(Level)[-1] is Level.HIGH)

class Perm(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W

print(Perm.R | Perm.X, repr(Perm.RW), Perm.RW & Perm.W, ~Perm.R, bool(Perm(0)), repr(Perm(0)))
print(list(Perm.RW), Perm.R in Perm.RW, Perm.X in Perm.RW, len(Perm.RW), Perm(7))
try:
    Perm(8)
except ValueError as e:
    print(e)

class Bits(IntFlag):
    A = 1
    B = 4

print(Bits(5), repr(Bits(5)), Bits(2), Bits.A | 8, int(Bits.A | Bits.B))

class S(StrEnum):
    ONE = auto()
    TWO = 'zwei'

print(S.ONE, S.TWO.upper(), S('zwei') is S.TWO, repr(S.ONE))
try:
    @unique
    class U(Enum):
        A = 1
        B = 1
except ValueError as e:
    print(e)
try:
    @verify(enum.CONTINUOUS)
    class V(IntEnum):
        A = 1
        B = 3
except ValueError as e:
    print(e)
F = Enum('F', 'X Y Z', start=5)
print(list(F), F.X.value, F.__qualname__)
G = Enum('G', {'a': 1, 'b': 'two'})
print(list(G))

class M(Enum):
    @member
    def f(x):
        return x
    y = nonmember(3)
    _ignore_ = ['z']
    z = 4
print(list(M)[0].name, M.y, hasattr(M, 'z'))

class Missing(Enum):
    A = 1
    @classmethod
    def _missing_(cls, value):
        return cls.A if value == 'a' else None
print(Missing('a'))
try:
    class Sub(Color):
        pass
except TypeError as e:
    print(e)
print(Color.RED == 1, Level.LOW == 1, hash(Color.RED) == hash('RED'), Color.RED != Color.BLUE)
print(dir(Color.RED)[-3:], [m for m in dir(Color) if not m.startswith('_')])
