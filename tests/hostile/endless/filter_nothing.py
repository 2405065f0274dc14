# next of a filter that lets nothing through, natively.
# ends: limit time, limit steps
import itertools
next(filter(None, itertools.repeat(0)))
