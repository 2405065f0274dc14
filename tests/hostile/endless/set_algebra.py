# Set operations over large sets for ever.
# ends: limit time, limit steps
a = set(range(100_000))
b = set(range(50_000, 150_000))
while True:
    a & b; a - b; a ^ b; a <= b; a == b
    a.isdisjoint(b)
    frozenset(a)
