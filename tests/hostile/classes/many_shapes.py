# Objects of one class with ten thousand orders of attributes.
# ends: ok
import random
r = random.Random(5)
class C: pass
kept = []
names = [f"a{i}" for i in range(12)]
for i in range(3000):
    c = C()
    r.shuffle(names)
    for n in names[:r.randrange(12)]:
        setattr(c, n, i)
    if i % 3 == 0 and vars(c):
        delattr(c, next(iter(vars(c))))
    kept.append(c)
assert sum(len(vars(c)) for c in kept) > 0
