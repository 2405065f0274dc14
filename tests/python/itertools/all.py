from itertools import *
import itertools
def t(f, *a, **k):
    try: print(repr(f(*a, **k)))
    except Exception as e: print(type(e).__name__, e)
N = lambda it, n=5: [next(it) for _ in range(n)]
print(N(count()), N(count(5)), N(count(2, 3)), N(count(1.5, 0.5)), N(count(step=-1)), N(count((1 << 61) - 2)), N(count(1 << 70, 1), 2), count(), count(3), count(1, 2), count(1.5), count(True), count(step=2), count(-5), count(1, 1.0)); t(count, "a"); t(count, 1, "a"); t(count, 1, 2, 3); t(lambda: count(foo=1)); t(count, [])
print(N(cycle("ab")), list(cycle([]))); t(cycle); t(cycle, 1); t(cycle, [], 1); t(lambda: cycle(a=1))
print(N(repeat(7)), list(repeat(1, 3)), list(repeat(1, times=2)), list(repeat(1, -1)), repeat(1), repeat("a", 2), repeat(1, 3).__length_hint__()); t(repeat); t(repeat, 1, "a"); t(repeat, 1, 2, 3); t(lambda: repeat(1).__length_hint__()); t(lambda: repeat(1, foo=2))
print(list(accumulate([1, 2, 3])), list(accumulate([1, 2, 3], lambda a, b: a * b)), list(accumulate([1, 2], initial=10)), list(accumulate([])), list(accumulate([], initial=1)), list(accumulate("abc")), list(accumulate([3, 1, 2], max)), list(accumulate([1, 2], None, initial=None))); t(accumulate); t(accumulate, 1); t(accumulate, [], None, 1); t(lambda: list(accumulate([1, "a"])))
print(list(chain()), list(chain("ab", [1], {2: 3})), list(chain.from_iterable(["ab", "c"])), list(chain.from_iterable("ab" for _ in range(2)))); t(lambda: list(chain(1))); t(lambda: list(chain([1], 2))); t(chain.from_iterable, 5); t(chain.from_iterable); t(lambda: chain(a=1)); c = chain([1], 5, [2]); print(next(c)); t(next, c); print(list(c))
print(list(compress("abcd", [1, 0, 1])), list(compress(data="ab", selectors=[0, 1]))); t(compress, []); t(compress, 1, []); t(compress, 1, 2, 3)
print(list(dropwhile(lambda x: x < 3, [1, 2, 3, 1])), list(takewhile(lambda x: x < 3, [1, 2, 3, 1])), list(filterfalse(None, [0, 1, "", 2])), list(filterfalse(lambda x: x % 2, range(6)))); t(dropwhile, 1); t(takewhile, 1, 2); t(filterfalse, None, 5); t(lambda: takewhile(predicate=1, iterable=[])); tw = takewhile(bool, iter([1, 0, 2])); print(list(tw), list(tw))
print([(k, list(g)) for k, g in groupby("AAABBA")], [(k, len(list(g))) for k, g in groupby([1, 3, 2, 4, 5], key=lambda x: x % 2)], [k for k, g in groupby("AABB")]); t(groupby); t(groupby, 1); g = groupby("aabb"); k1, g1 = next(g); print(k1, next(g1)); k2, g2 = next(g); print(k2, list(g1), list(g2), list(g)); t(lambda: list(groupby([1], key=5)))
print(list(islice("abcdef", 3)), list(islice("abcdef", 2, 5)), list(islice("abcdef", 1, None, 2)), list(islice("abcdef", None)), list(islice("abc", 0)), list(islice("abcdef", 0, 6, 4)), list(islice(count(), 3, 9, 3)), list(islice("abc", 5, 10))); it = iter("abcdefgh"); print(list(islice(it, 2, 4)), next(it)); it = iter("abcdefgh"); print(list(islice(it, 1, 6, 3)), list(it))
for a in [(), ([],), ([], -1), ([], -1, 2), ([], 1, 2, 0), ([], 1, -2), ([], "a"), ([], 1, 2, "a"), ([], 1 << 70), ([], "a", 2), ([], 1, 2, 3, 4), (5, 1)]: t(islice, *a)
print(list(pairwise("abcd")), list(pairwise("a")), list(pairwise([]))); t(pairwise); t(pairwise, 1)
print(list(starmap(pow, [(2, 3), [3, 2]])), list(starmap(lambda *a: a, ["ab", ()]))); t(starmap, 1); t(lambda: list(starmap(pow, [1])))
a, b = tee("abc"); print(next(a), list(b), list(a), tee("a", 0), [list(x) for x in tee(range(3), 3)]); t(tee); t(tee, 5); t(tee, [], -1); t(tee, [], "a"); a, = tee(range(200), 1); N(a, 100); b, c = tee(a); print(next(b), next(c), sum(b), sum(a), next(c), type(a))
class Re:
    def __iter__(self): return self
    def __next__(self): return next(self.t)
r = Re(); r.t, _ = tee(r); t(next, r.t)
print(list(zip_longest("ab", "c")), list(zip_longest("ab", [1, 2, 3], fillvalue=0)), list(zip_longest()), list(zip_longest([], []))); t(zip_longest, 1); t(lambda: zip_longest([], foo=1))
print(list(product("ab", [1, 2])), list(product([1, 2], repeat=2)), list(product()), list(product([], "a")), list(product("ab", repeat=0)), len(list(product("abc", repeat=5)))); t(product, 1); t(lambda: product([1], repeat=-1)); t(lambda: product([1], foo=1)); t(lambda: product([1], repeat="a")); t(lambda: product([1], repeat=1 << 62)); t(lambda: product([], foo=1, bar=2))
print(list(permutations("abc")), list(permutations([1, 2, 3], 2)), list(permutations([], 0)), list(permutations([1], 2)), len(list(permutations(range(6)))), list(permutations("ab", r=None))); t(permutations); t(permutations, 1); t(permutations, [], -1); t(permutations, [], "a"); t(permutations, [], 1.5)
print(list(combinations("abcd", 2)), list(combinations([1, 2], 3)), list(combinations([1, 2], 0)), list(combinations_with_replacement("abc", 2)), list(combinations_with_replacement([], 1)), list(combinations_with_replacement([], 0)), len(list(combinations(range(10), 5)))); t(combinations, []); t(combinations, [], -1); t(combinations, [], "a"); t(combinations_with_replacement, 5, 1)
print(list(batched("abcde", 2)), list(batched([], 3)), list(batched(range(4), 2, strict=True)), list(batched("ab", 100))); t(batched, []); t(batched, [], 0); t(batched, 5, 1); t(lambda: list(batched("abc", 2, strict=True))); t(batched, [], "a"); t(batched)
for make in (lambda: product("ab", "cd"), lambda: permutations("abc"), lambda: combinations("abc", 2), lambda: combinations_with_replacement("ab", 2), lambda: zip_longest("ab", "cde"), lambda: pairwise("abcd")):
    kept = list(make()); loop = [x for x in make()]; one = make(); x = next(one); y = next(one); print(len(set(kept)) == len(kept), kept == loop, x, y, x is y)
for name in sorted(n for n in dir(itertools) if not n.startswith("__")):
    o = getattr(itertools, name); print(name, type(o).__name__, getattr(o, "__module__", None))
class Cy(cycle): pass
class Is(islice): pass
x = Cy("ab"); x.tag = 1; print(N(x), x.tag, list(Is("abc", 2)), isinstance(Is("a", 1), islice))
print([k for k, _ in groupby(sorted("mississippi"))], list(map(lambda p: "".join(p), islice(permutations("abcd"), 3))), dict(zip("ab", count(1))), sum(islice(accumulate(repeat(1)), 100)))
