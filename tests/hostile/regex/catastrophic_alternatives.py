# (a|a|aa)*b on a row of a.
# ends: limit time, limit steps
import re
re.search(r"(?:a|a|aa)*b", "a" * 5000)
