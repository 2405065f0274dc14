# min over count.
# ends: limit time, limit steps
import itertools
min(itertools.count())
