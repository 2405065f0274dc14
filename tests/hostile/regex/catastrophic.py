# (a+)+$ on a row of a.
# ends: limit time, limit steps
import re
re.match(r"(a+)+$", "a" * 60 + "b")
