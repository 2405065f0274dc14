# Recursion: ordinary, deep, mutual, and RecursionError that can be handled.
import sys


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


def hanoi(n, a="A", b="B", c="C"):
    return 0 if n == 0 else hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a)


print([fib(i) for i in range(15)], ackermann(2, 3), hanoi(10))


def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


print(depth(900))


def forever(n):
    return forever(n + 1)


for attempt in range(3):
    try:
        forever(0)
    except RecursionError as e:
        print(e)


def count():
    try:
        return 1 + count()
    except RecursionError:
        return 1


print(count() > 500)


class Loop:
    def __getattr__(self, name):
        return getattr(self, name + "x")

    def __eq__(self, other):
        return self == other

    def __repr__(self):
        return repr(self)

    def __len__(self):
        return len(self)

    def __call__(self):
        return self()

    def __add__(self, other):
        return self + other

    def __iter__(self):
        return iter(self)

    def __hash__(self):
        return hash(self)


loop = Loop()
for action in (lambda: loop.attr, lambda: loop == 1, lambda: repr(loop), lambda: len(loop), loop,
               lambda: loop + 1, lambda: list(loop), lambda: {loop}, lambda: sorted([1, 2], key=lambda x: forever(x)),
               lambda: str([loop]), lambda: list(map(forever, [1])), lambda: max([1], key=forever)):
    try:
        action()
        print("no error")
    except RecursionError as e:
        print("RecursionError")

old = sys.getrecursionlimit()
sys.setrecursionlimit(200)
try:
    depth(300)
except RecursionError as e:
    print("limited:", e)
sys.setrecursionlimit(5000)
print(depth(4000))
sys.setrecursionlimit(old)
try:
    sys.setrecursionlimit(0)
except ValueError as e:
    print(e)


def generators(n):
    if n:
        yield n
        yield from generators(n - 1)


print(sum(generators(300)))
