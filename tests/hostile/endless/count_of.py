# operator.countOf and indexOf over endless natives.
# ends: limit time, limit steps
import itertools, operator
operator.countOf(itertools.repeat(5), 4)
