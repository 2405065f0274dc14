# chain.from_iterable over endless empties.
# ends: limit time, limit steps
import itertools
next(itertools.chain.from_iterable(itertools.repeat(())))
