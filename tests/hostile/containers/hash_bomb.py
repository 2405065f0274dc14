# Hashes a frozenset of 2 ** 60 shared parts in tuples.
# ends: limit time, limit steps, ok
x = (1,)
for i in range(60):
    x = (x, slice(x, x))
hash(x)
