# islice that skips 10**15.
# ends: limit time, limit steps
import itertools
next(itertools.islice(itertools.count(), 10 ** 15, None))
