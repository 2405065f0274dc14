# groupby that looks for the next key for ever.
# ends: limit time, limit steps
import itertools
g = itertools.groupby(itertools.repeat(0))
next(g); next(g)
