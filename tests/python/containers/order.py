# random operations on sets and dicts, printed: order included
seed = 1
def rnd(n):
    global seed
    seed = (seed * 6364136223846793005 + 1442695040888963407) % (1 << 64)
    return (seed >> 33) % n
def key(span):
    k = rnd(12)
    if k == 0: return rnd(span) + 0.5
    if k == 1: return -rnd(span)
    if k == 2: return (rnd(5), rnd(5))
    if k == 3: return rnd(span) << 40
    if k == 4: return frozenset([rnd(4), rnd(4)])
    if k == 5: return 1 << (60 + rnd(10))
    return rnd(span)
for trial in range(20):
    span = 1 + rnd(300); general = rnd(2)
    s = set(); other = set()
    def k(): return key(span) if general else rnd(span)
    for op in range(80):
        o = rnd(14)
        if o < 5: s.add(k())
        elif o == 5: s.discard(k())
        elif o == 6: s.update([k() for _ in range(rnd(10))])
        elif o == 7: other = {k() for _ in range(rnd(40))}; s |= other
        elif o == 8: s -= {k() for _ in range(rnd(20))}
        elif o == 9: s ^= {k() for _ in range(rnd(20))}
        elif o == 10 and s: s.pop()
        elif o == 11: s = s & {k() for _ in range(rnd(200))} | s.copy()
        elif o == 12: s.difference_update([k() for _ in range(rnd(60))])
        elif o == 13 and rnd(10) == 0: s.clear()
    print(trial, len(s), s, frozenset(s), s | other, other - s, s - other, s ^ other, s & other, sorted(map(hash, s))[:3], hash(frozenset(s)))
    d = {}
    for op in range(200):
        o = rnd(10)
        if o < 6: d[k()] = op
        elif o < 8: d.pop(k(), None)
        elif o == 8 and d: d.popitem()
        elif rnd(30) == 0: d.clear()
        elif rnd(10) == 0: d.update({k(): 1 for _ in range(20)})
    print(trial, len(d), d, list(reversed(d))[:3], d == dict(list(d.items())))
# dummies, pop order, growth
s=set(range(5)); s.discard(0); s.discard(1); s.add(8); print(s); s.add(0); print(s); s.add(16); print(s)
s={3,1,2}; print(s, {10,3,25,7,8}, {5,13,21,29}, set([5,13,21,29,37]), {-1,-2,-3}, {1.5,2.5,0.5}, {True,2,0}, {(1,2),(0,1),(5,)}, {None,1,2})
s=set(range(20)); [s.pop() for _ in range(5)]; s.add(0); print(s); print(s.pop(), s.pop())
a={1,9,17}; b={17,25,33}; print(a|b,b|a,a&b,a-b,a^b,b^a, a.union([41,49]), a.intersection([9,1]), a.difference([9]), a.symmetric_difference([9,57]))
print(set(range(0,100,7)), frozenset(range(0,100,7)), set(range(1000,900,-9)), set("".encode()), {1<<70, 3, 1<<65}, {-5,100,37})
x=set(range(100)); x-=set(range(5,100)); print(x); x|={200,105}; print(x); x=set(range(30)); x.difference_update(range(1,29)); x.add(31); print(x)
x=set(range(10)); x&={9,3,1}; print(x); x=set(dict.fromkeys([9,1,17])); print(x); x.update({33:1,41:2}); print(x)
l=[(i*7919)%1009 for i in range(60)]; print(set(l)); print(frozenset(l)); s=set(); [s.add(i) for i in l]; print(s); print({i for i in l}); print(set(set(l)))
s=set(l); [s.remove(i) for i in l[::2]]; print(s); s.update(range(2000,2010)); print(s); print(s.copy())
s={1,2}; s.clear(); s.update([8,0]); print(s); print({8,0}, {0,8}, {16,8,0}, set([24,16,8,0]))
