# Reversed, sliced, searched ranges with natives only.
# ends: limit time, limit steps
any(x for x in iter(reversed(range(10 ** 15))) if False)
