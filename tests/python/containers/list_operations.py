seed = 7
def rnd(n):
    global seed
    seed = (seed * 6364136223846793005 + 1442695040888963407) % (1 << 64)
    return (seed >> 33) % n
def sl(n):
    f = lambda: None if rnd(3) == 0 else rnd(2 * n + 5) - n - 2
    st = rnd(7) - 3
    return slice(f(), f(), st if st else None)
class D:
    live = 0
    def __init__(self, n): self.n = n; D.live += 1
    def __del__(self): D.live -= 1
    def __repr__(self): return "D%d" % self.n
    def __eq__(self, o): return isinstance(o, D) and self.n == o.n
    def __lt__(self, o): return self.n < o.n
for trial in range(60):
    l = []; log = []
    for op in range(120):
        n = len(l); o = rnd(20)
        try:
            if o < 3: l.append(D(rnd(50)))
            elif o == 3: l.insert(rnd(2 * n + 3) - n - 1, D(rnd(50)))
            elif o == 4 and n: log.append(repr(l.pop(rnd(2 * n) - n)))
            elif o == 5: l.extend([D(rnd(50)) for _ in range(rnd(6))])
            elif o == 6: l[sl(n)] = [D(rnd(50)) for _ in range(rnd(5))]
            elif o == 7: del l[sl(n)]
            elif o == 8: log.append(repr(l[sl(n)]))
            elif o == 9: l.reverse()
            elif o == 10: l.sort(reverse=rnd(2))
            elif o == 11: l.sort(key=lambda d: d.n % 7)
            elif o == 12 and n < 60: l *= rnd(4)
            elif o == 13 and n: l.remove(D(rnd(50)))
            elif o == 14 and n: log.append(l.index(D(rnd(50)), rnd(n)))
            elif o == 15 and n: l[rnd(2 * n) - n] = D(rnd(50))
            elif o == 16: l += (D(rnd(50)) for _ in range(rnd(4)))
            elif o == 17 and n < 80: l = l + l[sl(n)]
            elif o == 18: log.append(l.count(D(rnd(50))))
            elif o == 19 and rnd(10) == 0: l.clear()
            if n > 200: l[100:] = []
        except (ValueError, IndexError) as e: log.append(str(e)); e = None
    print(trial, len(l), l, log[-8:])
    t = tuple(l); print(t[sl(len(t))], t * (rnd(3)), t.count(D(3)), D.live >= len(set(map(id, l))))
    s = sorted(l, key=lambda d: -d.n); print([d.n for d in s], min(l, default=None), l == list(t))
    t = s = None
l = None
print(D.live)
