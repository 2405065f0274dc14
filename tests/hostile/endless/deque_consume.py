# deque(maxlen=0) that swallows an endless iterator.
# ends: limit time, limit steps
import collections, itertools
collections.deque(itertools.count(), maxlen=0)
