"""collections.deque: both ends, limits, mutation while iterating."""
from collections import deque
import copy


def attempt(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, error)


d = deque([1, 2, 3])
print(d, deque(), deque("abc", maxlen=2), deque(maxlen=0))
d.append(4)
d.appendleft(0)
print(d, len(d), d[0], d[-1], list(reversed(d)))
print(d.pop(), d.popleft(), d)
d.extend("xy")
d.extendleft("ab")
print(d)
d.rotate(2)
print(d)
d.rotate(-3)
print(d)
d.rotate(100)
print(d)
d.insert(2, "in")
d.insert(-100, "first")
d.insert(100, "last")
print(d)
d.remove("in")
del d[0]
del d[-1]
d[1] = "one"
print(d)
d.reverse()
print(d, d.count(2), d.index(3), 3 in d, 9 in d)
d += [7, 8]
print(d + deque([1]), d * 2, 2 * deque([5]))
d *= 2
print(d)
d.extend(d)
print(len(d))
d.clear()
print(d, bool(d))

limited = deque(range(5), 3)
print(limited, limited.maxlen)
limited.append(9)
limited.appendleft(8)
print(limited, limited.copy(), limited.copy().maxlen, limited * 2, 3 * limited, limited + limited)
limited *= 3
print(limited)
attempt(lambda: limited.insert(0, 1))
attempt(lambda: deque(maxlen=-1))
attempt(lambda: deque(maxlen="a"))
attempt(lambda: deque(1))
attempt(lambda: deque(1, 2, 3))
attempt(lambda: deque([1], nothing=1))
attempt(lambda: deque().pop())
attempt(lambda: deque().popleft())
attempt(lambda: deque([1])[1])
attempt(lambda: deque([1])["a"])
attempt(lambda: deque([1])[0:1])
attempt(lambda: deque([1]).remove(2))
attempt(lambda: deque([1]).index(2))
attempt(lambda: deque([1, 2, 3]).index(1, 1))
attempt(lambda: deque([1]) + [1])
attempt(lambda: deque([1]) * "a")
attempt(lambda: hash(deque()))
attempt(lambda: setattr(deque(), "maxlen", 1))
attempt(lambda: setattr(deque(), "other", 1))
attempt(lambda: deque() < [1])
attempt(lambda: deque().rotate("a"))
print(deque([1, 2]) == deque([1, 2]), deque([1, 2]) < deque([1, 3]), deque([1]) != [1], deque([1, 2]) > deque([1]))


def while_iterating():
    d = deque([1, 2, 3])
    for item in d:
        d.append(item)


attempt(while_iterating)


class Nosy:
    def __init__(self, queue):
        self.queue = queue

    def __eq__(self, other):
        self.queue.append(0)
        return False


d = deque([1, 2])
attempt(lambda: Nosy(d) in d)
attempt(lambda: d.count(Nosy(d)))
attempt(lambda: d.index(Nosy(d)))
attempt(lambda: d.remove(Nosy(d)))

d = deque([1])
d.append(d)
print(d)
d.clear()

it = iter(deque([1, 2, 3]))
print(next(it), it.__length_hint__(), list(it), list(it))
it = reversed(deque([1, 2, 3]))
print(next(it), list(it), type(it), type(iter(d)))


class Sub(deque):
    def __init__(self, items=(), maxlen=None):
        super().__init__(items, maxlen)
        self.note = "n"


s = Sub([1, 2, 3], maxlen=2)
print(s, s.note, copy.copy(s), type(s.copy()), s.copy().maxlen, type(s + s))
print(deque([1, 2], 5).__reduce__()[:3], deque([1]).__reduce__()[:3])
print(copy.copy(deque([1, [2]], 4)), copy.deepcopy(deque([1, [2]], 4)))

queue = deque()
for turn in range(1000):
    queue.append(turn)
    if turn % 3 == 0:
        queue.popleft()
print(len(queue), queue[0], queue[-1], sum(queue))
while queue:
    queue.pop()
print(queue)

match deque([1, 2, 3]):
    case [first, *rest]:
        print(first, rest)


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone", self.name)


d = deque(Loud(name) for name in "abc")
d.popleft()
d[0] = None
del d
