# isinstance with a tuple of tuples: 2 ** 60 types to look at.
# ends: limit time, limit steps
t = (int,)
for i in range(60):
    t = (t, t)
isinstance("x", t)
