# set.difference with an endless argument.
# ends: limit time, limit steps
import itertools
{1, 2}.difference_update(itertools.repeat(5))
