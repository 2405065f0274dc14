# Iterators over iterators, a hundred thousand deep.
# ends: ok
import itertools, collections
for wrap in (iter, lambda i: itertools.chain(i), lambda i: map(abs, i), lambda i: filter(None, i), lambda i: zip(i), lambda i: enumerate(i), lambda i: itertools.islice(i, 5),
             lambda i: itertools.takewhile(bool, i), lambda i: itertools.accumulate(i), lambda i: itertools.cycle(i), lambda i: (x for x in i), lambda i: itertools.chain.from_iterable([i]),
             lambda i: itertools.groupby(i), lambda i: itertools.pairwise(i), lambda i: itertools.starmap(max, i), lambda i: itertools.compress(i, [1, 1]), lambda i: itertools.batched(i, 2),
             lambda i: itertools.zip_longest(i, [1]), lambda i: itertools.dropwhile(bool, i), lambda i: itertools.filterfalse(None, i), lambda i: itertools.tee(i)[0]):
    i = iter([1, 2, 3])
    for n in range(5000):
        i = wrap(i)
    try:
        next(i)
    except (RecursionError, StopIteration, TypeError, MemoryError):
        pass
    del i
