# Dict operations over large dicts for ever.
# ends: limit time, limit steps
a = dict.fromkeys(range(100_000))
b = dict.fromkeys(range(50_000))
while True:
    a == b; a.copy(); a.keys() & b.keys()
    list(a.items()); a.update(b)
    a.items() <= a.items()
