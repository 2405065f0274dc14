# sum of repeat(0).
# ends: limit time, limit steps
import itertools
sum(itertools.repeat(0))
