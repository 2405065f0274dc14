# dropwhile that always drops, natively.
# ends: limit time, limit steps
import itertools, operator
next(itertools.dropwhile(operator.not_, itertools.repeat(0)))
