# StopIteration where it ends loops and where it does not.
class It:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        self.n -= 1
        if self.n < 0:
            raise StopIteration("value")
        return self.n


print(list(It(3)), [x for x in It(2)], sum(It(4)), tuple(map(str, It(2))))


def stop():
    raise StopIteration


def loop():
    for x in range(3):
        stop()


try:
    loop()
except StopIteration as e:
    print("left the loop", repr(e))
print(list(map(lambda x: x if x < 2 else stop(), range(5))))
print([*zip(range(5), It(2))], list(filter(lambda x: x != 1 or stop(), range(3))))
try:
    [stop() for _ in range(1)]
except StopIteration:
    print("comprehension passes it on")
try:
    list(stop() for _ in range(1))
except RuntimeError as e:
    print(e)
try:
    sorted([1, 2], key=lambda x: stop())
except StopIteration:
    print("sorted passes it on")
print(next(It(0), "default"), list(iter(It(2).__next__, 5)))


class GetItem:
    def __getitem__(self, i):
        if i == 2:
            raise StopIteration
        return i


print(list(GetItem()))


class GetItemIndex:
    def __getitem__(self, i):
        if i == 2:
            raise IndexError
        return i


print(list(GetItemIndex()), 1 in GetItemIndex(), 5 in GetItemIndex())


class Sub(StopIteration):
    pass


class SubIt:
    def __iter__(self):
        return self

    def __next__(self):
        raise Sub


print(list(SubIt()), [*SubIt()], next(SubIt(), "d"))
it = It(1)
print(next(it))
for _ in range(2):
    try:
        next(it)
    except StopIteration as e:
        print(e.value)
n = iter([1, 2, 3])
for x in n:
    print(x, next(n, None))
a = iter([1])
list(a)
print(next(a, "gone"))
items = [1]
a = iter(items)
list(a)
items.append(2)
print(list(a))
items = [1, 2]
a = iter(items)
next(a)
items.clear()
print(list(a), next(iter(()), 0))
