# Cycles through iterators.
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


import itertools


class Iterable:
    def __init__(self, s):
        self.s = s

    def __iter__(self):
        return self

    def __next__(self):
        return self.s

    def __getitem__(self, index):
        return self.s

    def __len__(self):
        return 3


def started(iterator, steps=1):
    for _ in range(steps):
        next(iterator)
    return iterator


check("list", lambda s: iter([s]))
check("list started", lambda s: started(iter([s, s])))
check("list reversed", lambda s: reversed([s]))
check("tuple", lambda s: iter((s,)))
check("dict", lambda s: iter({s: 1}))
check("dict values", lambda s: iter({1: s}.values()))
check("dict items started", lambda s: started(iter({1: s, 2: s}.items())))
check("dict reversed", lambda s: reversed({s: 1}))
check("set", lambda s: iter({s}))
check("sequence", lambda s: iter(type("Q", (), {"__getitem__": lambda self, i: s})()) and s)
check("reversed sequence", lambda s: reversed(Iterable(s)))
check("callable", lambda s: iter(lambda: s, None))
check("callable, sentinel", lambda s: iter(int, s))
check("enumerate", lambda s: enumerate([s]))
check("enumerate started", lambda s: started(enumerate([s])))
check("zip", lambda s: zip([s], [1]), exact=False)
check("zip started", lambda s: started(zip([s, s], [1, 2])))
check("map", lambda s: map(len, [s]))
check("map function", lambda s: map(lambda x: s, [1]))
check("filter", lambda s: filter(None, [s]))
check("filter function", lambda s: filter(lambda x: s, [1]))
check("own iterator", lambda s: iter(Iterable(s)))
check("generator expression", lambda s: (x for x in [s]), exact=False)
check("generator expression started", lambda s: started((x for x in [s, s])))
check("count", lambda s: itertools.count(0) and itertools.repeat(s))
check("repeat", lambda s: itertools.repeat(s, 5))
check("cycle", lambda s: itertools.cycle([s]))
check("cycle started", lambda s: started(itertools.cycle([s, 1]), 5))
check("chain", lambda s: itertools.chain([s], [s]))
check("chain started", lambda s: started(itertools.chain([s], [s])))
check("chain.from_iterable", lambda s: itertools.chain.from_iterable([[s], [s]]))
check("accumulate", lambda s: itertools.accumulate([s, s], lambda a, b: s))
check("accumulate started", lambda s: started(itertools.accumulate([s, s], lambda a, b: s), 2))
check("batched", lambda s: itertools.batched([s, s, s], 2))
check("combinations", lambda s: itertools.combinations([s, 1, 2], 2), exact=False)
check("combinations started", lambda s: started(itertools.combinations([s, 1, 2], 2), 2), exact=False)
check("combinations_with_replacement", lambda s: started(itertools.combinations_with_replacement([s, 1], 2)), exact=False)
check("permutations", lambda s: started(itertools.permutations([s, 1, 2])), exact=False)
check("product", lambda s: itertools.product([s, 1], [s]), exact=False)
check("product started", lambda s: started(itertools.product([s, 1], [s])), exact=False)
check("compress", lambda s: itertools.compress([s, s], [1, 1]))
check("dropwhile", lambda s: started(itertools.dropwhile(lambda x: False, [s, s])))
check("takewhile", lambda s: started(itertools.takewhile(lambda x: True, [s, s])))
check("filterfalse", lambda s: itertools.filterfalse(lambda x: s, [s]))
check("groupby", lambda s: itertools.groupby([s, s]))
check("groupby started", lambda s: started(itertools.groupby([s, s])))
check("groupby group", lambda s: next(itertools.groupby([s, s]))[1])
check("islice", lambda s: started(itertools.islice([s, s, s], 2)))
check("pairwise", lambda s: itertools.pairwise([s, s, s]))
check("pairwise started", lambda s: started(itertools.pairwise([s, s, s])))
check("starmap", lambda s: itertools.starmap(lambda x: s, [(s,)]))
check("tee", lambda s: itertools.tee([s, s]), exact=False)
check("tee one", lambda s: itertools.tee([s, s])[0], exact=False)


def tee_apart(s):
    a, b = itertools.tee([s, s, s])
    next(a)
    next(a)
    return b


check("tee apart", tee_apart, exact=False)


def itself(s):
    holder = []
    iterator = iter(holder)
    holder.append(iterator)
    holder.append(s)
    return iterator


check("iterator in its own list", itself)


def chain_to_itself(s):
    parts = [[s]]
    chain = itertools.chain.from_iterable(parts)
    parts.append(chain)
    return chain


check("chain of itself", chain_to_itself)


def exhausted(s):
    iterator = iter([s])
    list(iterator)
    return iterator


check("exhausted", exhausted)
check("zip_longest", lambda s: itertools.zip_longest([s], [1, 2], fillvalue=s), exact=False)
check("map of map", lambda s: map(str, map(str, filter(None, zip(enumerate([s]))))), exact=False)
