# product, permutations and combinations of too much.
# ends: ok
import itertools
for use in (lambda: itertools.product(range(10), repeat=10 ** 9), lambda: itertools.product(itertools.count()), lambda: itertools.permutations(range(10 ** 8)), lambda: itertools.combinations(itertools.count(), 2), lambda: itertools.product([], repeat=1 << 62), lambda: itertools.product("ab", repeat=1 << 61),
            lambda: itertools.combinations_with_replacement("a", 1 << 60), lambda: itertools.permutations("ab", 1 << 62), lambda: itertools.tee([1], 1 << 60), lambda: next(itertools.batched(itertools.count(), 1 << 60)), lambda: itertools.repeat(1, 1 << 70), lambda: itertools.islice([], 1 << 70)):
    try:
        list(itertools.islice(use(), 3))
    except (MemoryError, OverflowError, ValueError, TypeError):
        pass
