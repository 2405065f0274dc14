# compress with selectors that never choose.
# ends: limit time, limit steps
import itertools
next(itertools.compress(itertools.count(), itertools.repeat(0)))
