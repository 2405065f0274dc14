# Generators as methods and iterators, unpacked and passed to builtins.
class Tree:
    def __init__(self, value, *children):
        self.value, self.children = value, children

    def __iter__(self):
        yield self.value
        for child in self.children:
            yield from child

    def depth_first(self, depth=0):
        yield depth, self.value
        for child in self.children:
            yield from child.depth_first(depth + 1)

    @property
    def lazily(self):
        yield from (v * 2 for v in self)

    @staticmethod
    def static():
        yield "static"

    @classmethod
    def cls(cls):
        yield cls.__name__


t = Tree(1, Tree(2, Tree(3)), Tree(4))
print(list(t), sum(t), max(t), 3 in t, sorted(t, reverse=True), [*t], {*t} == {1, 2, 3, 4})
print(list(t.depth_first()), list(t.lazily), *Tree.static(), *Tree.cls())
a, *b = t
(first, second), *_ = t.depth_first()
print(a, b, first, second, dict(t.depth_first()))
print(list(zip(t, t)), list(enumerate(t)), list(map(str, t)), list(filter(lambda v: v > 2, t)))


class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n


print(list(Countdown(3)), [x for x in Countdown(2)], tuple(Countdown(0)))


class Reversible:
    def __reversed__(self):
        yield from "zyx"

    def __contains__(self, item):
        return item == "magic"


print(list(reversed(Reversible())), "magic" in Reversible(), "x" in Reversible())


class Old:
    def __getitem__(self, i):
        if i >= 3:
            raise IndexError
        return i * i


print(list(Old()), 4 in Old(), 5 in Old(), [*Old()], list(iter(Old())))


class Bad:
    def __iter__(self):
        return 5


class Bad2:
    __iter__ = None


for bad in (Bad(), Bad2(), object()):
    try:
        iter(bad)
    except TypeError as e:
        print(e)
print("".join(c for c in Tree("a", Tree("b"))), bytes(x for x in (65, 66)))
