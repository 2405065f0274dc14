# Unpacks endless iterators.
# ends: ok
import itertools
def f(*args, **kwargs): pass
def star():
    a, *b = itertools.count()
for make in (
    lambda: f(*itertools.count()),
    lambda: [*itertools.count()],
    lambda: (*itertools.count(),),
    lambda: {*itertools.count()},
    star,
    lambda: f(**{f"k{i}": i for i in itertools.count()}),
):
    try:
        make()
    except MemoryError:
        pass
    else:
        raise AssertionError
