# all over repeat(1).
# ends: limit time, limit steps
import itertools
all(itertools.repeat(1))
