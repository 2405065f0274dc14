# Repeats of repeats of repeats.
# ends: ok, limit time, limit steps
import re
for pattern in ("(?:a{1000}){1000}", "a{4294967294}", "a{99999999999999999999}", "((a{0,100}){0,100}){0,100}", "(?:){1000000}", "(?:a?){2000}a{2000}"):
    try:
        re.match(pattern, "a" * 2000)
    except (re.error, RecursionError, MemoryError, OverflowError):
        pass
