# Special methods written in Python, as instructions call them: what they return, raise and see of their callers.
import sys
import traceback


class Box:
    def __init__(self, items):
        self.items = items

    def __getitem__(self, key):
        return self.items[key]

    def __setitem__(self, key, value):
        self.items[key] = value

    def __len__(self):
        return len(self.items)

    def __contains__(self, item):
        return self.items.count(item)

    @property
    def first(self):
        return self[0]

    @property
    def missing(self):
        return self.nothing


box = Box([1, 2, 3])
print(box[1], box[-1], box[0:2], len(box), 2 in box, 5 in box, 5 not in box, not box, bool(box), box.first)
box[0] = 7
box[1] += 5
print(box.items, [item for item in box], list(box), "full" if box else "empty", "full" if Box([]) else "empty")
for a, b in Box([(1, 2), (3, 4)]):
    print(a, b)
while box:
    del box.items[-1]
print(len(box), not box)


class Bad:
    def __len__(self):
        return self.length

    def __bool__(self):
        return self.truth


bad = Bad()
for bad.length in (-1, 1 << 70, "x", 2.0, True):
    try:
        print(len(bad))
    except Exception as e:
        print(type(e).__name__, e)
for bad.truth in (1, None, True, False):
    try:
        print(not bad, "yes" if bad else "no")
    except Exception as e:
        print(type(e).__name__, e)


class Sized:
    def __len__(self):
        return -5


for test in (lambda o: not o, lambda o: 1 if o else 2, lambda o: len(o)):
    try:
        print(test(Sized()))
    except ValueError as e:
        print(e)


class Steps:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        if self.n == 42:
            raise KeyError(self.n)
        return self.n


total = 0
for number in Steps(5):
    for other in Steps(number):
        total += other
else:
    print(total, number)
try:
    for number in Steps(45):
        pass
except KeyError as e:
    print("stopped by", e, number)


class Raising:
    def __getitem__(self, index):
        if index < 2:
            return index
        raise (StopIteration if index % 2 else IndexError)(index)


print([x for x in Raising()])
for x in Raising():
    pass
else:
    print("over", x)


class Deep:
    def __getitem__(self, index):
        return index if index == 0 else self[index - 1] + 1


print(Deep()[100])
try:
    Deep()[10 ** 6]
except RecursionError as e:
    print(e)


class Lazy:
    def __getitem__(self, index):
        yield index

    @property
    def steps(self):
        yield 1
        yield 2

    def __bool__(self):
        yield True


print(list(Lazy()[3]), list(Lazy().steps))
try:
    print(not Lazy())
except TypeError as e:
    print(e)

# Attribute errors of properties name the attribute asked for first.
for attempt in range(3):
    try:
        Box([]).missing
    except AttributeError as e:
        print(e, e.name, type(e.obj).__name__)


class Hooked(Box):
    def __getattr__(self, name):
        return "hook " + name


print([Hooked([]).missing for _ in range(3)])


def where():
    frame = sys._getframe(1)
    names = []
    while frame is not None:
        names.append((frame.f_code.co_name, frame.f_lineno))
        frame = frame.f_back
    return names


class Looker:
    def __getitem__(self, key):
        return where()

    def __len__(self):
        print(where())
        return 1

    def __contains__(self, item):
        print(where())
        return item

    @property
    def view(self):
        return where()


def look(o):
    print(o[1])
    print(o["x"])
    print(len(o), not o, 0 in o,
          1 in o)
    print(o.view)


look(Looker())
look(Looker())


class Failing:
    def __getitem__(self, key):
        return 1 / key

    def __setitem__(self, key, value):
        raise LookupError(key)

    @property
    def value(self):
        return self[
            0]


def fail(action):
    try:
        action(Failing())
    except Exception:
        print(traceback.format_exc().replace(__file__, "FILE"))


def put(o):
    o[1] = (
        2)


def loop(o):
    for x in o:
        print(x)


for action in (lambda o: o[0], lambda o: o.value, put, loop):
    fail(action)


class Changing:
    def __getitem__(self, key):
        Changing.__getitem__ = lambda self, key: ("new", key)
        return ("old", key)

    def __len__(self):
        del Changing.__len__
        return 3


changing = Changing()
print([changing[i] for i in range(3)], len(changing))
try:
    print(len(changing))
except TypeError as e:
    print(e)


class Last:
    """Dies while it is asked."""

    def __init__(self, name):
        self.name = name

    def __getitem__(self, key):
        return self.name, key

    def __len__(self):
        return 0

    def __del__(self):
        print("gone", self.name)


print(Last("a")[1], "then")
print(len(Last("b")), "then")
print("no" if Last("c") else "yes")
for x in Last("d"):
    print(x)
    break
print("end")


def defaults(self, key, other=3, *rest):
    return key, other, rest


Box.__getitem__ = defaults
print(Box([])[5])
Box.__getitem__ = staticmethod(lambda key: ("static", key))
print(Box([])[5])
Box.__getitem__ = None
try:
    Box([])[5]
except TypeError as e:
    print(e)
