# Two circles that are equal only if one never asks.
# ends: ok
a, b = [], []
a.append(b); b.append(a)
c, d = [], []
c.append(d); d.append(c)
for use in (lambda: a == c, lambda: a < c, lambda: a in [c], lambda: [a].index(c), lambda: {1: a} == {1: c}, lambda: (a,) == (c,)):
    try:
        use()
    except (RecursionError, ValueError):
        pass
