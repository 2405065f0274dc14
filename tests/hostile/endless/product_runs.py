# Consumes product("ab", repeat=60) natively.
# ends: limit time, limit steps
import itertools, collections
collections.deque(itertools.product("ab", repeat=60), 0)
