# sum, min, max, any, all over endless natives.
# ends: limit time, limit steps
import itertools
sum(itertools.count())
