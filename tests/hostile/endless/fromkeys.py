# dict.fromkeys over a cycle.
# ends: limit time, limit steps
import itertools
dict.fromkeys(itertools.cycle("abc"))
