# Exceptions through calls, builtins, comprehensions, generators, with cleanup on the way.
def fail(x):
    if x == 3:
        raise ValueError(f"at {x}")
    return x


def attempt(f):
    try:
        return f()
    except ValueError as e:
        return f"caught {e}"


print(attempt(lambda: [fail(x) for x in range(5)]))
print(attempt(lambda: list(map(fail, range(5)))))
print(attempt(lambda: sorted([1, 3, 2], key=fail)))
print(attempt(lambda: {fail(x): x for x in range(5)}))
print(attempt(lambda: max(range(5), key=fail)))
print(attempt(lambda: sum(fail(x) for x in range(5))))
print(attempt(lambda: dict((fail(x), 1) for x in range(5))))
print(attempt(lambda: "".join(str(fail(x)) for x in range(5))))
print(attempt(lambda: any(fail(x) > 5 for x in range(5))))
print(attempt(lambda: list(filter(lambda x: fail(x), range(5)))))
print(attempt(lambda: [*(fail(x) for x in range(5))]))
print(attempt(lambda: print(fail(3))))
print(attempt(lambda: f"{fail(3)}"))
print(attempt(lambda: list(zip([1, 2], (fail(x) for x in (2, 3))))))
print(attempt(lambda: set(fail(x) for x in range(5))))
print(attempt(lambda: tuple(fail(x) for x in range(5))))
print(attempt(lambda: bytes(fail(x) for x in range(5))))
print(attempt(lambda: [1, 2, 3].sort(key=fail)))
items = [3, 1, 2]
try:
    items.sort(key=lambda x: 1 / (x - 2))
except ZeroDivisionError as e:
    print(e, sorted(items))


class Iter:
    def __iter__(self):
        return self

    def __next__(self):
        raise ValueError("in next")


class Cmp:
    def __init__(self, n):
        self.n = n

    def __lt__(self, o):
        if self.n == 5 or o.n == 5:
            raise ValueError("cmp 5")
        return self.n < o.n

    def __hash__(self):
        if self.n == 6:
            raise ValueError("hash 6")
        return 1

    def __eq__(self, o):
        raise ValueError("eq")

    def __bool__(self):
        raise ValueError("bool")

    def __iter__(self):
        raise ValueError("iter")

    def __len__(self):
        raise ValueError("len")

    def __getattr__(self, name):
        raise ValueError(f"getattr {name}")

    def __contains__(self, x):
        raise ValueError("contains")

    def __format__(self, spec):
        raise ValueError("format")

    def __enter__(self):
        raise ValueError("enter")

    def __exit__(self, *a):
        pass


for f in (lambda: list(Iter()), lambda: sorted([Cmp(1), Cmp(5)]), lambda: {Cmp(6)}, lambda: {Cmp(1): 1, Cmp(2): 2},
          lambda: not Cmp(1), lambda: [*Cmp(1)], lambda: len(Cmp(1)), lambda: Cmp(1).zzz, lambda: 1 in Cmp(1),
          lambda: f"{Cmp(1)}", lambda: [Cmp(1)].index(2), lambda: min(Cmp(1), Cmp(5)), lambda: hasattr(Cmp(1), "q"),
          lambda: dict(Cmp(1)), lambda: bool(Cmp(1)), lambda: list(filter(None, [Cmp(1)])), lambda: any([Cmp(1)]),
          lambda: next(Iter()), lambda: 1 if Cmp(1) else 2, lambda: Cmp(1) and 1, lambda: [Cmp(1)] == [Cmp(2)],
          lambda: range(3).count(Cmp(1)), lambda: (Cmp(1),).count(2), lambda: {1: 2} == {1: Cmp(3)}):
    print(attempt(f))


def layers(n):
    try:
        if n:
            layers(n - 1)
        else:
            raise ValueError("bottom")
    finally:
        print(n, end=" ")


print(attempt(lambda: layers(5)))
