# "".join(repeat("")), b"".join(repeat(b"")).
# ends: MemoryError, limit time, limit steps
import itertools
"".join(itertools.repeat(""))
