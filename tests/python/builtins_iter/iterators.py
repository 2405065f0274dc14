def t(f, *a, **k):
    try: print(repr(f(*a, **k)))
    except Exception as e: print(type(e).__name__, e)
print(list(enumerate("ab")), list(enumerate("ab", 5)), list(enumerate("ab", start=-1)), list(enumerate(iterable="a", start=2)), next(enumerate("x", 1 << 70))); t(enumerate); t(enumerate, 5); t(enumerate, "a", "b"); t(enumerate, "a", 1, 2); t(lambda: enumerate(foo=1)); e = enumerate("abc", (1 << 61) - 2); print(list(e))
print(list(zip()), list(zip("ab")), list(zip("abc", [1, 2])), list(zip("ab", [1, 2], (3, 4))), list(zip("ab", [1, 2], strict=True))); t(lambda: list(zip("ab", [1], strict=True))); t(lambda: list(zip("a", [1, 2], strict=True))); t(lambda: list(zip("a", "b", "cd", strict=True))); t(lambda: list(zip("ab", "cd", "e", strict=True))); t(zip, 5); t(zip, [], 5); t(lambda: zip(foo=1))
print(list(map(str, [1, 2])), list(map(lambda a, b: a + b, [1, 2], [3, 4, 5])), list(map(max, "ab", "ba", "cc"))); t(map); t(map, str); t(map, str, 5); t(lambda: list(map(5, [1]))); t(lambda: list(map(lambda a, b: a, "ab", "a", strict=True))); t(lambda: next(map(int, ["x"])))
print(list(filter(None, [0, 1, "", "a"])), list(filter(bool, [0, 2])), list(filter(lambda x: x % 2, range(6)))); t(filter); t(filter, None); t(filter, None, 5); t(lambda: list(filter(5, [1]))); t(lambda: filter(None, [], a=1))
print(list(reversed([1, 2, 3])), list(reversed("ab")), list(reversed((1, 2))), list(reversed({1: 2, 3: 4})), list(reversed(range(3)))); t(reversed, 5); t(reversed, {1}); t(reversed); t(reversed, iter([])); t(reversed, [], [])
class Seq:
    def __getitem__(self, i):
        if i >= 3: raise IndexError
        return i * 10
print(list(Seq()), list(iter(Seq())), 20 in Seq(), 5 in Seq(), [*Seq()], tuple(Seq()), type(iter(Seq())).__name__); t(reversed, Seq())
class Seq2(Seq):
    def __len__(self): return 3
print(list(reversed(Seq2())), sorted(Seq2(), reverse=True)); r = reversed(Seq2()); print(r.__length_hint__(), next(r), r.__length_hint__())
class Rev:
    def __reversed__(self): return "rev!"
class NoRev(list): __reversed__ = None
class NoIter: __iter__ = None
class BadIter:
    def __iter__(self): return 5
print(reversed(Rev())); t(reversed, NoRev()); t(iter, NoIter()); t(iter, BadIter()); t(iter, 5); t(lambda: 1 in 5); t(lambda: 1 in NoIter()); t(next, 5); t(next, []); t(next, iter([])); t(next, iter([]), "default"); t(iter); t(next)
n = iter([1, 2, 0, 3]).__next__; print(list(iter(n, 0)), type(iter(n, 0)).__name__); t(iter, 5, 6)
def stop(): raise StopIteration
print(list(iter(stop, 1)))
def bad(): raise KeyError("k")
t(lambda: list(iter(bad, 1)))
# position semantics of list iterators
l = [1, 2, 3]; out = []
for x in l:
    out.append(x)
    if len(out) < 6: l.append(x * 10)
print(out, len(l))
l = [1, 2, 3, 4]
for x in l: l.remove(x)
print(l); l = [1, 2, 3]; it = iter(l); print(next(it)); l.clear(); print(list(it)); l.extend([7, 8]); print(list(it))
l = [1, 2, 3]; it = iter(l); next(it); l.insert(0, 0); print(list(it)); it = iter(l); print(list(it), list(it)); l.append(9); print(list(it))
r = reversed([1, 2, 3]); print(r.__length_hint__(), next(r), list(r), list(r)); l = [1, 2, 3]; r = reversed(l); l.clear(); print(list(r)); l[:] = [5, 6, 7]; print(list(r))
for it in (iter([1, 2]), iter((1, 2)), iter("ab"), iter(b"ab"), iter({1: 2}), reversed([1, 2]), iter(range(2)), iter(bytearray(b"xy"))):
    print(type(it).__name__, it.__length_hint__(), next(it), it.__length_hint__(), it.__reduce__()[1:], iter(it) is it)
it = iter([1, 2, 3]); it.__setstate__(1); print(list(it)); it = iter("abc"); it.__setstate__(2); print(list(it)); it = reversed([1, 2, 3]); it.__setstate__(0); print(list(it))
# results must not be shared when they are kept
z = list(zip(range(3), "abc")); print(z, z[0] is z[1]); e = list(enumerate("ab")); print(e)
a = zip([1], [2]); first = next(a); t(next, a); print(first); pairs = set(); [pairs.add(p) for p in zip(range(3), range(3))]; print(sorted(pairs))
class Z(zip): pass
class En(enumerate): pass
print(list(Z("ab", "cd")), type(Z()), list(En("a", 3))); print(zip("ab").__reduce__()[0], map(str, []).__reduce__()[1][0], filter(None, "a").__reduce__()[0], enumerate("a").__reduce__()[1][1])
