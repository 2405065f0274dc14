# Comprehensions over an endless iterator.
# ends: ok
import itertools
for make in (
    lambda: [i for i in itertools.count()],
    lambda: {i for i in itertools.count()},
    lambda: {i: i for i in itertools.count()},
    lambda: list(i for i in itertools.count()),
):
    try:
        make()
    except MemoryError:
        pass
    else:
        raise AssertionError
