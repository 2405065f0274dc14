# Lambda: defaults, all argument kinds, closures, nesting, as values.
print((lambda: 1)(), (lambda x: x * 2)(3), (lambda x, y=2, *a, k=3, **kw: (x, y, a, k, kw))(1, 5, 6, k=7, z=8))
print((lambda *a: a)(1, 2), (lambda **k: k)(a=1), (lambda a, /, b, *, c: (a, b, c))(1, b=2, c=3))
add = lambda a: lambda b: a + b
print(add(1)(2), add.__name__, add.__qualname__)
late = [lambda: i for i in range(3)]
early = [lambda i=i: i for i in range(3)]
print([f() for f in late], [f() for f in early])
print(sorted(["bb", "a", "ccc"], key=lambda s: -len(s)))
print(list(map(lambda a, b: a - b, [5, 6], [1, 2])), list(filter(lambda x: x % 2, range(6))))
fact = lambda n: 1 if n < 2 else n * fact(n - 1)
print(fact(20))
y = lambda f: (lambda x: x(x))(lambda x: f(lambda *a: x(x)(*a)))
print(y(lambda self: lambda n: n if n < 2 else self(n - 1) + self(n - 2))(10))
print((lambda: (yield))().__class__.__name__)
g = (lambda: [(yield 1), (yield 2)])()
print(next(g), g.send("a"))
try:
    g.send("b")
except StopIteration as e:
    print(e.value)
ops = {"+": lambda a, b: a + b, "-": lambda a, b: a - b}
print({k: f(5, 3) for k, f in ops.items()})
f = lambda x, d=[]: d.append(x) or d
print(f(1), f(2))
cond = lambda x: "pos" if x > 0 else "neg" if x < 0 else "zero"
print(cond(1), cond(-1), cond(0))
try:
    (lambda x: x)()
except TypeError as e:
    print(e)


def scope():
    a = 1
    h = lambda: a
    a = 2
    return h()


print(scope(), (lambda x: (lambda x: x)(x + 1))(1))


class C:
    m = lambda self, n=5: n
    s = staticmethod(lambda: "static")


print(C().m(), C().m(6), C.s())
print((lambda x: x if x else -1)(0), [lambda: 1][0](), (lambda: {})(), (lambda: ...)())
