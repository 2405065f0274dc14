# Chained comparisons: evaluation once and short circuit; all comparison operators; and/or/not.
def v(n, log=[]):
    print(f"v{n}", end=" ")
    return n


print(v(1) < v(2) < v(3))
print(v(3) < v(2) < v(1))
print(v(1) < v(2) > v(0) == v(0) != v(5) >= v(5) <= v(6))
print(1 < 2 < 3 > 2 > 1 == 1 != 0 in [0, None])
x = 5
print(0 <= x < 10, not 0 <= x < 5, (0 < x) < 10)
print(1 in [1] in [[1]], "a" in "abc" not in ["x"], x is not None)
print(1 == 1.0 == True, None is None is not x)


class Odd:
    def __init__(self, name):
        self.name = name

    def __lt__(self, other):
        return [self.name, "<", other.name]

    def __gt__(self, other):
        return []

    def __repr__(self):
        return self.name


a, b, c = Odd("a"), Odd("b"), Odd("c")
print(a < b, a < b < c, a > b, a > b < c)
print(v(0) or v("") or v("x") or v(2))
print(v(1) and v("a") and v(0) and v(2))
print(v(0) or v(5) and v(6), v(0) and v(1) or v(7))
print(not v(0), not not v(3))
print((1 and 0) or (2 and 3), 1 and (0 or 2))


class NoBool:
    def __lt__(self, other):
        return self

    def __bool__(self):
        raise ValueError("no truth")


n = NoBool()
print(type(n < 1).__name__)
try:
    n < 1 < 2
except ValueError as e:
    print(e)
for op in ("1 < 'a'", "[] >= ()", "None > 0", "{} < {}", "1j < 2j", "len < print", "object() < 1"):
    try:
        eval(op)
    except TypeError as e:
        print(e)
print([] == (), 1 == "1", None == 0, {} == [], (1, 2) < (1, 3), [1, 2] > [1], "a" < "b")


def conditional():
    if 0 < x < 3 or 4 < x < 6:
        return "in"
    return "out"


print(conditional())
while 1 < x < 10:
    x += 2
print(x)
