# filterfalse, dropwhile and compress that never yield.
# ends: limit time, limit steps
import itertools
next(itertools.filterfalse(None, itertools.repeat(1)))
