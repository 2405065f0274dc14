# dataclasses: fields, defaults, ordering, frozen, slots, inheritance, post-init, conversion.
import dataclasses
from dataclasses import dataclass, field, asdict, astuple, fields, replace, is_dataclass, make_dataclass, InitVar, KW_ONLY, FrozenInstanceError
from typing import ClassVar

@dataclass
class P:
    x: int
    y: int = 2
    tags: list = field(default_factory=list, compare=False)
    kind: ClassVar[str] = 'p'

p = P(1)
print(p, p == P(1), p == P(2), P(1, 2, ['a']) == p, P.kind)
print([(f.name, f.type, f.default is dataclasses.MISSING) for f in fields(P)])
print(asdict(P(1, tags=[P(3)])), astuple(P(1, 5, [1])))
print(replace(p, y=7), is_dataclass(P), is_dataclass(p), P.__match_args__)

@dataclass(order=True, frozen=True)
class V:
    major: int
    minor: int = 0
print(V(1, 2) < V(1, 3), sorted([V(2), V(1, 9)]), hash(V(1)) == hash(V(1)))
try:
    V(1).major = 2
except FrozenInstanceError as e:
    print(type(e).__name__, e)
try:
    del V(1).minor
except FrozenInstanceError as e:
    print(e)

@dataclass
class Base:
    a: int
    b: int = 0

@dataclass
class Child(Base):
    c: str = 'c'
    b: int = 5
print(Child(1), Child(1, 2, 'z'))

@dataclass(slots=True)
class S:
    v: int
    w: int = 3
s = S(1)
try:
    s.z = 1
except AttributeError as e:
    print(e)
print(S.__slots__, s)

@dataclass(kw_only=True)
class K:
    a: int
    b: int = 1
print(K(a=2))
try:
    K(1)
except TypeError as e:
    print(e)

@dataclass
class Mixed:
    a: int
    _: KW_ONLY
    b: int = 0
    total: int = field(init=False, repr=True)
    seed: InitVar[int] = 10
    def __post_init__(self, seed):
        self.total = self.a + self.b + seed
print(Mixed(1, b=2, seed=3), Mixed(1))

for make in (lambda: type('X', (), {'__annotations__': {'a': int, 'b': list}, 'b': []}),):
    try:
        dataclass(make())
    except ValueError as e:
        print(e)
try:
    @dataclass
    class Bad:
        a: int = 1
        b: int
except TypeError as e:
    print(e)
C = make_dataclass('C', ['x', ('y', int), ('z', int, field(default=5))], namespace={'add': lambda self: self.y + self.z})
print(C(1, 2), C(1, 2).add())

@dataclass(repr=False, eq=False)
class Plain:
    a: int
print(Plain(1) == Plain(1), '__eq__' in vars(Plain))

@dataclass
class Meta:
    a: int = field(default=1, metadata={'unit': 'm'}, repr=False, hash=False)
print(fields(Meta)[0].metadata['unit'], Meta())
import inspect
print(inspect.signature(P), inspect.signature(Mixed))
print(fields(V)[0].name, fields(V)[0].type, fields(V)[0].init)
try:
    asdict(3)
except TypeError as e:
    print(e)
match P(4, 5):
    case P(x, y):
        print(x, y)
