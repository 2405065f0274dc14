# math.prod and sumprod over what never ends.
# ends: MemoryError, limit time, limit steps
import math, itertools
math.prod(itertools.count(2))
