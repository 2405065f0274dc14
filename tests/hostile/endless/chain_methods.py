# A native chain: map over zip over enumerate, consumed by any.
# ends: limit time, limit steps
import itertools, operator
any(map(operator.not_, map(operator.itemgetter(1), enumerate(itertools.repeat(1)))))
