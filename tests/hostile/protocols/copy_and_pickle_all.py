# Copies and pickles of everything in sight.
# ends: ok
import copy, pickle, sys, types, collections, io, re, array, itertools, functools, weakref, operator, threading
def g(): yield 1
async def co(): pass
c = co()
class C: pass
things = [1, 1.5, 1j, "x", b"x", bytearray(b"x"), None, ..., NotImplemented, [1], (1,), {1: 1}, {1}, frozenset([1]), range(5), slice(1), iter([1]), iter(()), iter({}), iter("x"), g(), c, C, C(), C.__dict__, type, object(), len, [].append, str.join, g, g.__code__,
    sys, sys._getframe(), memoryview(b"x"), types.SimpleNamespace(a=1), types.CellType(1), collections.deque([1]), collections.OrderedDict(a=1), collections.defaultdict(list), io.StringIO("x"), io.BytesIO(b"x"), re.compile("x"), re.match("x", "x"), array.array("i", [1]),
    itertools.count(), itertools.cycle([1]), itertools.chain([1]), itertools.product([1]), itertools.tee([1])[0], functools.partial(len), weakref.ref(C), operator.itemgetter(1), operator.attrgetter("x"), operator.methodcaller("x"), property(), staticmethod(len), classmethod(len), super, super(C, C()),
    ValueError(1), ExceptionGroup("x", [ValueError()]), list[int], int | str, zip([1]), map(len, []), filter(None, []), enumerate([]), reversed([1]), {}.keys(), {}.items(), {}.values(), types.MappingProxyType({}), lambda: 1, C.__weakref__, int.__add__, (1).__add__, int.real, sys.flags, sys.version_info, functools.lru_cache(len), functools.cmp_to_key(len)]
for x in things:
    for use in (copy.copy, copy.deepcopy, lambda x: [pickle.loads(pickle.dumps(x, p)) for p in range(6)], lambda x: x.__reduce__(), lambda x: x.__reduce_ex__(4), lambda x: x.__getstate__(), lambda x: x.__setstate__({}), lambda x: x.__setstate__((1, 2, 3)),
                lambda x: x.__setstate__(None), lambda x: type(x).__new__(type(x)), lambda x: object.__reduce_ex__(x, 2), lambda x: object.__new__(type(x)), lambda x: x.__init__(), lambda x: sys.getsizeof(x), lambda x: dir(x), lambda x: x.__sizeof__(), lambda x: repr(x), lambda x: bool(x)):
        try:
            if x is not sys:
                use(x)
        except (TypeError, ValueError, AttributeError, pickle.PickleError, NotImplementedError, RecursionError, MemoryError, StopIteration, RuntimeError, IndexError, OverflowError):
            pass
c.close()
