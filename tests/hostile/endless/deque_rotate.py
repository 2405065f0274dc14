# Deque operations over a long deque for ever.
# ends: limit time, limit steps
import collections
d = collections.deque([0] * 500_000)
e = collections.deque([0] * 500_000)
while True:
    d.rotate(250_000)
    d.count(1)
    d.reverse()
    d == e
    d[250_000]
    1 in d
