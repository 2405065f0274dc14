# Linked objects, dropped at once; instances, tuples, generators, bound methods, partials.
# ends: ok
import functools
class N:
    def __init__(self, n): self.n = n
    def m(self): pass
class S:
    __slots__ = "n"
    def __init__(self, n): self.n = n
def g(x):
    yield x
def started(x):
    y = g(x)
    next(y)
    return y
import types, weakref, itertools
for wrap in (N, S, lambda x: (x,), lambda x: [x], lambda x: {1: x}, lambda x: N(x).m, lambda x: functools.partial(print, x), started,
             lambda x: types.MethodType(print, x), lambda x: iter([x]), lambda x: itertools.chain([x]), lambda x: map(x, [x]), lambda x: slice(x),
             lambda x: types.MappingProxyType({1: x}), lambda x: frozenset([id(x)]) and {1: {2: x}}, lambda x: types.CellType(x), lambda x: property(x),
             lambda x: staticmethod(x), lambda x: list[x], lambda x: ValueError(x), lambda x: enumerate([x]), lambda x: zip([x]), lambda x: reversed([x]),
             lambda x: types.SimpleNamespace(x=x)):
    x = (lambda: 1)
    for i in range(5000):
        x = wrap(x)
    del x
