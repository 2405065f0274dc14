# operator.indexOf over endless natives.
# ends: limit time, limit steps
import itertools, operator
operator.indexOf(itertools.repeat(5), 4)
