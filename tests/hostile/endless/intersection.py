# set.intersection with an endless argument.
# ends: limit time, limit steps
import itertools
{1}.intersection(itertools.repeat(5))
