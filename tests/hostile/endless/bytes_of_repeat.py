# bytes(repeat(1)).
# ends: MemoryError, limit time, limit steps
import itertools
bytes(itertools.repeat(1))
