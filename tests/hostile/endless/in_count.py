# -1 in count().
# ends: limit time, limit steps
import itertools
-1 in itertools.count()
