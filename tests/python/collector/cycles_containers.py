# Cycles through every builtin container.
import gc
import weakref

gc.disable()
log = []


class Sentinel:
    def __del__(self):
        log.append("del")


def check(name, make, exact=True):
    """Builds sentinel -> what make returns -> sentinel, drops it, and collects."""
    gc.collect()
    sentinel = Sentinel()
    reference = weakref.ref(sentinel, lambda _: log.append("callback"))
    sentinel.own = make(sentinel)
    del sentinel
    early = reference() is None
    found = gc.collect()
    print(name, found if exact else "", *log, "early" if early else "", "" if reference() is None else "ALIVE")
    log.clear()


class Node:
    pass


class Dict(dict):
    pass


class List(list):
    pass


class Tuple(tuple):
    pass


class Set(set):
    pass


class Frozen(frozenset):
    pass


class Str(str):
    pass


class Int(int):
    pass


class Float(float):
    pass


class Bytes(bytes):
    pass


class Slotted:
    __slots__ = "a", "b"


def with_attribute(thing, s):
    thing.attribute = s
    return thing


def slotted(s):
    x = Slotted()
    x.a = s
    return x


def attributes(s, count):
    x = Node()
    for index in range(count):
        setattr(x, f"a{index}", s)
    return x


check("list", lambda s: [s])
check("long list", lambda s: [s] * 1000)
check("tuple", lambda s: (s,))
check("nested tuples", lambda s: ((((s,),),),))
check("dict value", lambda s: {1: s})
check("dict key", lambda s: {s: 1})
check("dict both", lambda s: {s: s})
check("large dict", lambda s: {index: s for index in range(1000)})
check("set", lambda s: {s})
check("large set", lambda s: {s, *range(1000)})
check("frozenset", lambda s: frozenset([s]))
check("dict of list of set", lambda s: {1: [{s}]})
check("keys", lambda s: {s: 1}.keys())
check("values", lambda s: {1: s}.values())
check("items", lambda s: {1: s}.items())
check("list subclass", lambda s: List([s]))
check("tuple subclass", lambda s: Tuple([s]))
check("dict subclass", lambda s: Dict(a=s))
check("set subclass", lambda s: Set([s]))
check("frozenset subclass", lambda s: Frozen([s]))
check("list subclass, attribute", lambda s: with_attribute(List(), s))
check("tuple subclass, attribute", lambda s: with_attribute(Tuple([1]), s), exact=False)
check("dict subclass, attribute", lambda s: with_attribute(Dict(), s))
check("set subclass, attribute", lambda s: with_attribute(Set(), s))
check("str subclass, attribute", lambda s: with_attribute(Str("x"), s))
check("int subclass, attribute", lambda s: with_attribute(Int(1), s), exact=False)
check("float subclass, attribute", lambda s: with_attribute(Float(1), s))
check("bytes subclass, attribute", lambda s: with_attribute(Bytes(b"x"), s), exact=False)
check("slots", slotted)
check("instance", lambda s: attributes(s, 1))
check("instance, 20 attributes", lambda s: attributes(s, 20))
check("instance, 200 attributes", lambda s: attributes(s, 200))
check("instance dict", lambda s: attributes(s, 1).__dict__)
check("own dict", lambda s: s.__dict__)
check("itself", lambda s: s)
check("slice", lambda s: slice(s))
check("slice all", lambda s: slice(s, s, s))
check("list in list in ...", lambda s: [[[[[s]]]]])
check("two ways", lambda s: [[s], (s,), {s}])
check("cleared list", lambda s: [s].clear() or s)


def emptied(s):
    x = {index: s for index in range(100)}
    for index in range(99):
        del x[index]
    return x


check("emptied dict", emptied)


def shared_keys(s):
    x = Node()
    x.one = s
    y = Node()
    y.one = x
    y.two = s
    del x.one
    x.two = y
    return x


check("deleted attribute", shared_keys, exact=False)


def grown(s):
    x = []
    for _ in range(100):
        x.append(s)
    del x[1:]
    return x


check("shrunk list", grown)
