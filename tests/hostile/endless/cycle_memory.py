# cycle of an endless iterator.
# ends: MemoryError
import itertools, collections
collections.deque(itertools.cycle(itertools.count()), 0)
