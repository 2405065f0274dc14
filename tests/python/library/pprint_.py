# pprint: widths, depths, nesting, sorting, containers, dataclasses, recursion, saferepr.
import collections
import io
import pprint
import types
from dataclasses import dataclass, field
from pprint import pformat, pp

data = {'name': 'x' * 30, 'items': list(range(30)), 'nested': {'a': {'b': {'c': ['deep', ('t', 1)]}}}, 'set': {3, 1, 2}, 1: None}
pprint.pprint(data)
pprint.pprint(data, width=40, indent=2)
pprint.pprint(data, depth=2, compact=True)
pp({'z': 1, 'a': 2, 'm': 'v' * 70})
pprint.pprint({'z': 1, 'a': 2}, sort_dicts=False)
print(pformat([['a' * 30, 'b' * 30], ['c' * 30]], width=50))
print(pformat('the quick brown fox jumps over the lazy dog ' * 3, width=40))
print(pformat({'k': 'long words ' * 10}, width=30))
print(pformat(b'bytes ' * 20, width=40), pformat(bytearray(b'z' * 50), width=30))
print(pformat((1,)), pformat(()), pformat({}), pformat(set()), pformat(frozenset([1])), pformat([(1, 2)] * 12, width=30))
print(pformat(collections.OrderedDict((str(i), i) for i in range(12)), width=40))
print(pformat(collections.defaultdict(list, {i: [i] * 5 for i in range(5)}), width=40))
print(pformat(collections.Counter('abracadabra' * 3), width=30), pformat(collections.deque(range(40), maxlen=40)))
print(pformat(collections.ChainMap({'a': 1}, {'b': 'x' * 60})), pformat(types.MappingProxyType({i: i for i in range(20)}), width=30))
print(pformat(types.SimpleNamespace(alpha='a' * 40, beta=[1, 2, 3], gamma={'x': 1}), width=50))
print(pformat(collections.UserDict(a=1)), pformat(collections.UserList([1])), pformat(collections.UserString('s')))

@dataclass
class D:
    first: int
    second: list = field(default_factory=lambda: list(range(20)))
    hidden: int = field(default=1, repr=False)
print(pformat(D(1), width=40), pformat(D(2, [])))
loop = [1]
loop.append(loop)
shown = pformat(loop)
print(shown[:18], shown[-2:], pprint.isrecursive(loop), pprint.isreadable(loop), pprint.isreadable(data), pprint.saferepr({'b': 1, 'a': 2}))
print(pformat({2: 1, 'a': 2, (1,): 3, None: 4}), pformat(1234567, underscore_numbers=True), pformat([1e10, 2j, True, ...]))
out = io.StringIO()
pprint.PrettyPrinter(indent=4, width=20, stream=out).pprint({'a': [1, 2, 3], 'b': 'some text here'})
print(out.getvalue())
for bad in (lambda: pformat(1, width=0), lambda: pformat(1, indent=-1), lambda: pformat(1, depth=0)):
    try:
        bad()
    except ValueError as e:
        print(e)
