# Ints that fall into the same slot.
# ends: ok, limit time, limit steps
d = {i << 32: i for i in range(30_000)}
s = {i * ((1 << 61) - 1) for i in range(400)}
assert len(d) == 30_000 and len(s) == 400
