# set.update, isdisjoint, intersection over endless natives.
# ends: limit time, limit steps
import itertools
{1}.isdisjoint(itertools.repeat(5))
