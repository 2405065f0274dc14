# Assignment expressions: value, scope, in conditions, comprehensions, calls.
if (n := 10) > 5:
    print(n)
print(y := 5, (z := y * 2), z)
data = [1, 2, 3, 4]
print([last := x for x in data], last)
print([half for x in data if (half := x / 2) > 1], half)
print({k: (total := k + 1) for k in data}, total)
print(any((hit := x) > 2 for x in data), hit)
print(all((miss := x) < 3 for x in data), miss)
stream = iter("abc.def")
while (char := next(stream)) != ".":
    print(char, end="")
print()


def f(a, b=(d := 3)):
    return a, b


print(f((a := 1), b=(b := 2)), a, b, d)


def scopes():
    outer = 0

    def inner():
        nonlocal outer
        return [outer := outer + x for x in range(4)]

    return inner(), outer


print(scopes())


def in_generator():
    return list((seen := x) for x in range(3)), seen


print(in_generator())
lst = [y := 1, y**2, y**3]
print(lst, (t := (1, 2))[0], t)
print(f"{(w := 7)} {w}", [1, 2, 3][(i := 1)], i)
x = (p := (q := 5) + 1) + 1
print(x, p, q)
print((lambda: (inside := 3) + inside)())
nested = [[(cell := r * c) for c in range(3)] for r in range(3)]
print(nested, cell)
while (n := n - 3) > 0:
    print(n, end=" ")
print(n)
