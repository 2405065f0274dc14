# math.prod over repeat(1).
# ends: limit time, limit steps
import itertools, math
math.prod(itertools.repeat(1))
