# math.fsum over repeat.
# ends: limit time, limit steps
import itertools, math
math.fsum(itertools.repeat(0.5))
