# Patterns nested deeper than any stack.
# ends: ok
import re
for pattern in ("(" * 5000 + ")" * 5000, "(?:" * 5000 + "a" + ")*" * 5000, "[" * 10_000, "(?=" * 5000 + "a" + ")" * 5000,
                "a" * 50_000, "a|" * 20_000, "(a)" * 5000, "(?P<n>" * 1000, "\\" * 9999, "(?" * 100, "a{1,2}{3,4}"):
    try:
        re.compile(pattern)
    except (re.error, RecursionError, MemoryError, OverflowError):
        pass
