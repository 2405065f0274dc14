# Consumes combinations natively.
# ends: limit time, limit steps
import itertools, collections
collections.deque(itertools.combinations(range(100), 50), 0)
