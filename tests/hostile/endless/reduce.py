# functools.reduce over count with a native function.
# ends: limit time, limit steps
import functools, itertools, operator
functools.reduce(operator.and_, itertools.count())
