# A group repeated over a long text: the matcher's own stack must not overflow.
# ends: ok
import re
assert re.match(r"(?:(a)|b)*", "ab" * 50_000).end() == 100_000
assert re.match(r"(?:a|b|c)*?$", "abc" * 10_000)
assert re.match(r"(.)*", "x" * 100_000).group(1) == "x"
try:
    re.match(r"(?:(a)|b)*", "ab" * 2_000_000)
except MemoryError:
    pass
