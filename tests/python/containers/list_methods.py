# Every list method, with its errors.
def t(f, *args):
    try:
        print(repr(f(*args)))
    except Exception as e:
        print(type(e).__name__, e)

l = [3, 1, 2]
l.append(4); print(l)
l.extend((5, 6)); l.extend(x for x in range(2)); l.extend({7: 1}); l.extend("ab"); print(l)
l.extend(l); print(l, len(l))
l = [1, 2, 3]
for i in (-100, -1, 0, 1, 3, 100):
    l.insert(i, str(i))
print(l)
print(l.pop(), l.pop(0), l.pop(-2), l)
l = [1, 2, 1, 3]
l.remove(1); print(l)
print(l.index(1), [1, 2, 1].index(1, 1), [1, 2, 1].index(2, -2), [1, 2, 1].count(1), [1.0, True, 1].count(1))
l.reverse(); print(l)
c = l.copy(); c.append(9); print(l, c, type(c))
l.clear(); print(l, l == [])
t(lambda: [].pop()); t(lambda: [1].pop(5)); t(lambda: [1].pop(-2)); t(lambda: [1].pop("a")); t(lambda: [1].pop(1 << 70))
t(lambda: [1].remove(2)); t(lambda: [1].index(2)); t(lambda: [1, 2].index(1, 1)); t(lambda: [1].index(1, "a"))
t(lambda: [1].insert("a", 1)); t(lambda: [1].insert(1 << 70, 1))
t(lambda: [1].append()); t(lambda: [1].append(1, 2)); t(lambda: [1].extend(5)); t(lambda: [].insert(1))
t(lambda: list(1, 2)); t(lambda: list(a=1)); t(lambda: list(5)); t(lambda: list()); t(lambda: list("xyz")); t(lambda: list({1: 2, 3: 4}))
t(lambda: hash([])); t(lambda: {[]: 1}); t(lambda: {[]})
print([1, [2, [3]]], [[]] * 2, list(map(str, [1, 2])))
r = [1]; r.append(r); print(r, repr(r))
a = []; b = [a]; a.append(b); print(a, b)
print([1, 2] + [3], [1, 2] * 2, 2 * [1, 2], [1] * 0, [1] * -1, [0] * True)
t(lambda: [1] + (2,)); t(lambda: [1] + 5); t(lambda: [1] * 2.0); t(lambda: "a" * [1]); t(lambda: [1] * (1 << 70)); t(lambda: [1] - [1])
x = y = [1]; x += (2, 3); print(x, y is x)
x *= 2; print(x, y is x); x *= 0; print(x, y)
x += "ab"; print(x)
try: x += 5
except TypeError as e: print(e)
try: x *= "a"
except TypeError as e: print(e)
print(1 in [1, 2], 3 in [1, 2], 1.0 in [1], None in [], float("nan") in [float("nan")])
n = float("nan"); print(n in [n], [n] == [n], [n].index(n), [n].count(n))
class E:
    def __init__(self, v): self.v = v
    def __eq__(self, o): print("eq", self.v, getattr(o, "v", o)); return self.v == getattr(o, "v", o)
print(E(1) in [E(2), E(1)], [E(1), E(2)] == [E(1), E(3)], [E(1)].index(1), [2, 1].count(E(1)))
