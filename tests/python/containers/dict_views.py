def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
d = {"a": 1, "b": 2, "c": 3}
k, v, i = d.keys(), d.values(), d.items()
print(k, v, i, len(k), len(v), len(i), list(reversed(k)), list(reversed(v)), list(reversed(i)))
print("a" in k, 1 in v, ("a", 1) in i, ("a", 2) in i, "a" in i, ("a",) in i, ["a", 1] in i)
print(k == {"a", "b", "c"}, k == ["a"], k <= {"a", "b", "c", "d"}, k < k, k > {"a"}, i == {("a", 1), ("b", 2), ("c", 3)}, v == v, d.values() == d.values(), k == d.keys(), k != {"a"})
print(sorted(k & {"a", "z"}), sorted(k | ["z"]), sorted(k - ("a",)), sorted(k ^ {"a", "y"}), sorted({"a", "q"} & k), sorted({"q"} | k), sorted({"a", "q"} - k), sorted(["a", "q"] ^ k))
print(sorted(i & {("a", 1)}), sorted(i - {("a", 1)}), sorted(i ^ {"a": 1, "b": 5}.items()), i.isdisjoint([("a", 5)]), k.isdisjoint("xyz"), k.isdisjoint("xaz"))
t(lambda: v & v); t(lambda: k & 5); t(lambda: hash(k)); t(lambda: k[0]); t(lambda: type(k)()); t(lambda: k.isdisjoint(5)); t(lambda: {"x": []}.items() | [])
d["d"] = 4; print(k, len(v), k.mapping, type(k.mapping)); del d["a"]; print(list(i))
t(lambda: k.mapping["a"]); t(lambda: next(k)); t(lambda: k < 5)
r = {}; r["v"] = r.values(); print(r); r = {}; r[1] = r.items(); print(r)
it = iter(d); print(it.__length_hint__(), next(it), it.__length_hint__(), it.__reduce__()); print(type(iter(k)).__name__, type(iter(v)).__name__, type(iter(i)).__name__, type(reversed(k)).__name__, type(reversed(v)).__name__, type(reversed(i)).__name__)
class C: x = 1
p = C.__dict__; print(type(p), p["x"], "x" in p, p.get("y", 7)); t(lambda: p.__setitem__("x", 2))
def f(): p["x"] = 2
t(f)
P = type(p); m = P({"a": 1, "b": 2}); print(m, m["a"], len(m), list(m), m.keys(), m.copy(), m | {"c": 3}, {"c": 3} | m, m == {"a": 1, "b": 2}, list(reversed(m)), str(m)); t(lambda: P([1])); t(lambda: P()); t(lambda: P(5)); t(lambda: m["z"])
def f():
    global m
    m |= {}
t(f)
