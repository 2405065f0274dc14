# Builds strings and throws them away for ever.
# ends: limit time, limit steps
while True:
    f"{'a' * 100_000:>200000}"
    "%s" % ("b" * 100_000)
    ",".join(["c"] * 100_000)
    "abc".center(1_000_000)
    repr("\x00" * 100_000)
    ascii("\u1234" * 100_000)
