# A hundred thousand keys with the same hash.
# ends: limit time, limit steps
class K:
    def __init__(self, n): self.n = n
    def __hash__(self): return 5
    def __eq__(self, other): return self.n == other.n
d = {}
for i in range(100_000):
    d[K(i)] = i
