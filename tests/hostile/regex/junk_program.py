# The matcher is handed nonsense as its program.
# ends: ok
import _sre, re
good = re.compile("a(b+)c")
for code in ([], [0], [1], [255] * 10, [14, 4, 0, 1, 1], list(range(40)), [1 << 31] * 5, [24, 100, 0, 0xffffffff, 1], [43] * 100, [-1], [None]):
    for flags in (0, 32, 1 << 20):
        try:
            p = _sre.compile("x", flags, code, 1, {}, (None, None))
        except (RuntimeError, ValueError, TypeError, OverflowError):
            continue
        try:
            p.match("xxxxxxxx")
        except (RuntimeError, RecursionError, MemoryError, ValueError):
            pass
