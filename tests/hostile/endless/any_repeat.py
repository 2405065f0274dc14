# any over repeat(0).
# ends: limit time, limit steps
import itertools
any(itertools.repeat(0))
