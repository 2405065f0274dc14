# ladder: fresh
from collections import ChainMap, Counter, OrderedDict, defaultdict, deque, namedtuple

Pair = namedtuple("Pair", "left right")
print(Counter("abracadabra").most_common(2), Pair(1, right=2), ChainMap({1: 2}, {3: 4})[3])
print(OrderedDict(a=1), defaultdict(list, x=[1]), deque([1, 2], 5))
