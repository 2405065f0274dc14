# set(repeat(1)) and dict.fromkeys(repeat(1)).
# ends: limit time, limit steps
import itertools
set(itertools.repeat(1))
