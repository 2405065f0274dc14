# Generators put together: pipelines, windows, merging, coroutines taking turns.
def numbers():
    n = 0
    while True:
        yield n
        n += 1


def take(n, it):
    for _, x in zip(range(n), it):
        yield x


def keep(test, it):
    for x in it:
        if test(x):
            yield x


def window(it, size):
    buffer = []
    for x in it:
        buffer.append(x)
        if len(buffer) == size:
            yield tuple(buffer)
            del buffer[0]


def sieve():
    it = numbers()
    next(it), next(it)
    while True:
        prime = next(it)
        yield prime
        it = keep(lambda x, p=prime: x % p, it)


print(list(take(5, keep(lambda x: x % 3 == 0, numbers()))))
print(list(window(range(5), 3)))
print(list(take(15, sieve())))


def merge(a, b):
    a, b = iter(a), iter(b)
    done = object()
    x, y = next(a, done), next(b, done)
    while x is not done or y is not done:
        if y is done or (x is not done and x <= y):
            yield x
            x = next(a, done)
        else:
            yield y
            y = next(b, done)


print(list(merge([1, 4, 6], [2, 3, 5, 9])), list(merge([], [1])), list(merge("ad", "bc")))


def permutations(items):
    if not items:
        yield []
    for i, item in enumerate(items):
        for rest in permutations(items[:i] + items[i + 1:]):
            yield [item] + rest


print(["".join(p) for p in permutations(list("abc"))])


def task(name, n):
    for i in range(n):
        print(f"{name}{i}", end=" ")
        yield
    return name


def run(*tasks):
    queue, done = list(tasks), []
    while queue:
        t = queue.pop(0)
        try:
            next(t)
            queue.append(t)
        except StopIteration as e:
            done.append(e.value)
    return done


print(run(task("a", 3), task("b", 1), task("c", 2)))


def queens(n, row=0, columns=()):
    if row == n:
        yield columns
    else:
        for c in range(n):
            if all(c != k and abs(c - k) != row - r for r, k in enumerate(columns)):
                yield from queens(n, row + 1, columns + (c,))


print(next(queens(8)), len(list(queens(6))))


def flat(tree):
    match tree:
        case (left, value, right):
            yield from flat(left)
            yield value
            yield from flat(right)
        case None:
            return


print(list(flat((((None, 1, None), 2, None), 3, (None, 4, None)))))
