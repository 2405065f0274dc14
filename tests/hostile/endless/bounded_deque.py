# deque(maxlen=5) fed by zip of counts.
# ends: limit time, limit steps
import collections, itertools
collections.deque(zip(itertools.count(), itertools.repeat(1)), 5)
