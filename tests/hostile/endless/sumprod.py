# math.sumprod over endless natives.
# ends: limit time, limit steps, MemoryError
import itertools, math
math.sumprod(itertools.repeat(1), itertools.repeat(2))
