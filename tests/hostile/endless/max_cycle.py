# max over cycle.
# ends: limit time, limit steps
import itertools
max(itertools.cycle([1, 2, 3]))
