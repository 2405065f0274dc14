# A pattern that is tried from every place of a long text.
# ends: limit time, limit steps
import re
re.findall(r"a*b", "a" * 1_000_000)
