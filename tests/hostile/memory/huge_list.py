# Asks for a list of a hundred million items at once, then works on.
# ends: ok
try:
    [0] * 100_000_000
except MemoryError:
    caught = True
assert caught and sum([1, 2, 3]) == 6
