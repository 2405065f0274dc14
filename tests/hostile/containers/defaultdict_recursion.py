# Factories that use the dict they serve.
# ends: ok
from collections import defaultdict, Counter
d = defaultdict(lambda: d[len(d)])
try:
    d[1]
except RecursionError:
    pass
tree = lambda: defaultdict(tree)
t = tree()
n = t
for i in range(2000):
    n = n[i]
try:
    repr(t)
except RecursionError:
    pass
d = defaultdict()
d.default_factory = d.clear
d[1]
d.default_factory = d.__init__
d[2]
class M(dict):
    def __missing__(self, key):
        return self[key]
try:
    M()[1]
except RecursionError:
    pass
c = Counter({1: "x"})
for use in (lambda: c + c, lambda: c.total(), lambda: c.most_common(), lambda: list(c.elements())):
    try:
        use()
    except TypeError:
        pass
del t, n
