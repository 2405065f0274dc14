# The bytes that each protocol writes.
import collections, enum, functools, pickle, sys

class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

class Slots:
    __slots__ = ("a", "b")

class Color(enum.Enum):
    RED = 1

class Args(tuple):
    def __getnewargs__(self):
        return (tuple(self),)

class Keywords:
    def __new__(cls, *args, **kwargs):
        return object.__new__(cls)
    def __getnewargs_ex__(self):
        return (1,), {"k": 2}

class Outer:
    class Inner:
        def method(self):
            pass

slots = Slots()
slots.a = 1
point = Point(1, "x")
recursive = [1]
recursive.append(recursive)
knot = ([],)
knot[0].append(knot)
long_knot = ([], 1, 2, 3)
long_knot[0].append(long_knot)
values = [
    None, True, False, 0, 1, -1, 255, 256, 65535, 65536, -129, 2**31 - 1, 2**31, -2**31, -2**31 - 1, 2**63, -2**63,
    2**2039, -2**2039, 2**2040, 10**40, 1.5, -0.0, float("inf"), float("nan"), 1e300, 2j,
    "", "a", "é" * 200, "x" * 300, "\0\n\r\x1a\\\u0100\U00010000\xff", "a\ud800b", b"", b"\xe9", b"z" * 300,
    bytearray(), bytearray(b"ab"), (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], [1], [1, 2], {}, {1: 2}, {1: 2, 3: 4},
    set(), {1}, frozenset(), frozenset([1]), range(3), slice(1, 2), ..., NotImplemented, type(None), type(...),
    print, len, int, int.from_bytes, str.join, [].append, dict.fromkeys, ValueError("a", 1), KeyError,
    point, slots, Color.RED, Color, Args((1, 2)), Keywords(), Outer.Inner, Outer.Inner.method, Outer.Inner().method,
    collections.OrderedDict(a=1), collections.deque([1, 2], 5), collections.defaultdict(list, a=[1]),
    collections.Counter("aab"), functools.partial(int, base=2), iter([1, 2]), recursive, knot, long_knot,
    [point, point], ["same"] * 3, {"x": point, "y": [point]},
]
for value in values:
    shown = type(value).__qualname__
    for protocol in range(2 if isinstance(value, Slots) else 0, pickle.HIGHEST_PROTOCOL + 1):
        data = pickle.dumps(value, protocol)
        print(shown, protocol, data if len(data) < 200 else (len(data), data[:30], data[-30:]))
        if protocol in (0, 2, 5) and (isinstance(value, (int, str, bytes, float, tuple, dict, set))):
            again = pickle.loads(data)
            if type(again) is not type(value):
                print("another type", type(again))
            if isinstance(value, (int, str, bytes, tuple, dict, set, range)) and "[" not in repr(value):
                assert again == value, (value, again)
print(pickle.dumps(int, 2, fix_imports=False), pickle.dumps(ValueError, 1))
big = [list(range(n)) for n in (999, 1000, 1001, 2000, 2001)] + [dict.fromkeys(range(n)) for n in (999, 1000, 1001, 2000)]
big += [set(range(n)) for n in (999, 1000, 1001)] + [collections.deque(range(n)) for n in (999, 1000, 1001)]
for value in big:
    for protocol in (1, 2, 4):
        data = pickle.dumps(value, protocol)
        print(type(value).__name__, len(value), protocol, len(data), data.count(b"("), data.count(b"e"), data[-6:])
        assert pickle.loads(data) == value
