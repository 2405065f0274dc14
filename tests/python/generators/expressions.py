# Generator expressions: laziness, scope, first iterable, nesting, as arguments.
def noisy(n):
    for i in range(n):
        print(f"make {i}", end=" ")
        yield i


g = (x * 2 for x in noisy(3) if x != 1)
print("nothing yet")
for v in g:
    print("use", v)
try:
    bad = (x for x in 5)
except TypeError as e:
    print("at once:", e)
bad = (y for x in [1] for y in x)
try:
    next(bad)
except TypeError as e:
    print("later:", e)
n = 2
late = (n * x for x in range(3))
n = 100
print(list(late))
print(sum(x for x in range(5)), any(x > 3 for x in range(5)), all(x for x in [1, 1]), min(-x for x in range(5)))
print(sorted((x % 3, x) for x in range(6)), dict((k, v) for k, v in zip("ab", [1, 2])))
print(tuple(x for x in ()), list((a, b) for a in range(2) for b in "xy" if a or b == "y"))
print(set(x // 2 for x in range(6)) == {0, 1, 2}, " ".join(c.upper() for c in "abc"), *(i for i in range(3)))
it = iter([1, 2, 3, 4])
pairs = ((a, b) for a, b in zip(it, it))
print(list(pairs))


def f(*args, **kw):
    return [list(a) for a in args]


print(f((x for x in "ab"), (y for y in "cd")), f(x for x in "ef"))
g = (i for i in range(10))
print(next(g), 5 in g, next(g), list(g), 5 in g)
nested = ((c for c in row) for row in ("ab", "cd"))
print([list(r) for r in nested])


class C:
    k = 3
    g = (i * 2 for i in range(k))


print(list(C.g))
gens = [(lambda: i for i in range(3)) for _ in range(2)]
print([f() for f in gens[0]], [f() for f in list(gens[1])])
g = (1 / x for x in [1, 0, 2])
print(next(g))
try:
    next(g)
except ZeroDivisionError as e:
    print(e)
print(list(g))
g = (x for x in [1, 2])
try:
    g.send(1)
except TypeError as e:
    print(e)
g.close()
print(list(g), [*(x for x in "z")], (lambda: list(q for q in "lam"))())
w = (last := x for x in range(3))
print(list(w), last)
