# Star unpacking in targets and displays, nested targets, order of evaluation, errors.
a, b = 1, 2
a, b = b, a
print(a, b)
first, *rest = "abcd"
*start, last = range(4)
head, *middle, tail = [1, 2]
print(first, rest, start, last, head, middle, tail)
(a, [b, (c, *d)], *e) = 1, [2, (3, 4, 5)], 6, 7
print(a, b, c, d, e)
[x, y] = {"k1": 1, "k2": 2}
print(x, y)
*all_of_it, = "xy"
print(all_of_it)
x = y = z = []
x.append(1)
print(y, z)

print([*range(3), *"ab"], (*[1], 2, *(3,)), sorted({*[1, 2], *[2, 3]}))
print({**{"a": 1, "b": 2}, "b": 3, **{"c": 4}})
print(*[1, 2], *(), *"z", sep="-")


def order():
    log = []

    class T:
        def __setitem__(self, k, v):
            log.append((k, v))

    def t(n):
        log.append(f"t{n}")
        return T()

    def v(n):
        log.append(f"v{n}")
        return n

    t(1)[v(2)], t(3)[v(4)] = v(5), v(6)
    return log


print(order())
i = 0
arr = [10, 20, 30]
i, arr[i] = 2, 99
print(i, arr)


class It:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return iter(range(self.n))


for count, source in ((2, "abc"), (2, "a"), (3, []), (2, It(5)), (2, It(1)), (2, {1, 2, 3}),
                      (2, (1, 2, 3)), (2, [1]), (2, {"a": 1})):
    try:
        if count == 2:
            p, q = source
        else:
            p, q, r = source
    except ValueError as e:
        print(e)
for bad in (5, None, len):
    try:
        a, b = bad
    except TypeError as e:
        print(e)
try:
    a, *b, c = [1]
except ValueError as e:
    print(e)
try:
    [*5]
except TypeError as e:
    print(e)
try:
    {**[1]}
except TypeError as e:
    print(e)
try:
    print(*5)
except TypeError as e:
    print(e)


def g():
    yield 1
    yield 2
    yield 3
    print("never")


def returns_star():
    rest = (2, 3)
    return 1, *rest


def yields_star():
    yield 0, *"ab"


try:
    a, b = g()
except ValueError as e:
    print(e)
print(returns_star(), list(yields_star()))
d = {}
d[1, *"ab"] = 5
print(d)
