# Catches MemoryError again and again, keeping all it has got so far.
# ends: ok
kept = []
for round in range(5):
    try:
        while True:
            kept.append(bytearray(10_000))
    except MemoryError:
        hits = round + 1
assert hits == 5
del kept
assert len(bytearray(20_000_000)) == 20_000_000
