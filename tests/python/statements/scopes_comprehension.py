# Comprehensions: own scope, first iterable outside, nesting, conditions, in classes.
x = "outer"
print([x for x in range(3)], x)
print({x: y for x, y in zip("ab", "cd")}, {x % 2 for x in [2, 4]}, x)
print([(i, j) for i in range(3) for j in range(i) if i + j > 1])
print([[c for c in row] for row in ("ab", "cd")])
print([i for i in range(20) if i % 2 if i % 3])
print([a for (a, *_) in ("xyz", "uv")], [d["k"] for d["k"] in [1, 2]] if (d := {}) is not None else 0)


def closures():
    return [f() for f in [lambda: i for i in range(3)]]


print(closures())


class C:
    n = 3
    values = [i for i in range(n)]
    try:
        bad = [n for i in range(2)]
    except NameError as e:
        print(e)
    gen = (i for i in range(n))
    lam = [lambda: __class__ for _ in "a"]


print(C.values, C.bad if hasattr(C, "bad") else "none", list(C.gen))
print(C.lam[0]() is C)


def local_names():
    y = 1
    z = [y for y in range(3)]
    return y, z, sorted(locals())


print(local_names())


def params(a, b):
    return [a + b + c for c in range(2)], {a: b for a in "p"}, a


print(params(1, 2))


def unbound():
    try:
        return [later for _ in range(1)]
    except NameError as e:
        return str(e)
    later = 1


print(unbound())


def errors():
    try:
        [1 / 0 for _ in "a"]
    except ZeroDivisionError as e:
        return str(e)


print(errors())
it = iter(range(10))
print([n for n in it if n < 3 or n > 7], [a + next(it, 100) for a in (1, 2)])
print(sum(n * n for n in range(5)), max((len(w), w) for w in ["aa", "b"]))
print([*(i for i in "ab"), *[j for j in "cd"]])
print({**{k: v for k, v in [(1, 2)]}}, [[] for _ in range(2)])
print([i for i in 5 * [1]], [not i for i in (0, 1)], [i if i else "zero" for i in (0, 1)])
print([lambda: 0 for _ in range(0)], (lambda: [z for z in "lam"])())
deep = [[[(a, b, c) for c in range(b)] for b in range(a)] for a in range(3)]
print(deep)
