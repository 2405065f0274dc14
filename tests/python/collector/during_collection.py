# Collections in awkward places, and memory used again at once.
import gc

gc.set_threshold(1, 1, 1)


class Node:
    live = 0

    def __init__(self, *children):
        Node.live += 1
        self.children = children
        self.me = self

    def __del__(self):
        Node.live -= 1
        self.note = [self.children, {1: self}]


def tree(depth):
    return Node(*(tree(depth - 1) for _ in range(3))) if depth else Node()


def sizes(node):
    return 1 + sum(map(sizes, node.children))


kept = tree(5)
print(sizes(kept))
for _ in range(50):
    tree(2)
gc.collect()
print(Node.live)


# Sorting, comparing, iterating, formatting, hashing while collections run.
class Key:
    def __init__(self, value):
        self.value = value
        self.me = self

    def __lt__(self, other):
        x = []
        x.append(x)
        return self.value < other.value

    def __eq__(self, other):
        x = []
        x.append(x)
        return self.value == other.value

    def __hash__(self):
        x = {}
        x[1] = x
        return hash(self.value) % 8

    def __repr__(self):
        x = [Key]
        x.append(x)
        return f"K{self.value}"

    def __iter__(self):
        for number in range(self.value):
            x = [number]
            x.append(x)
            yield x


keys = [Key(number * 7 % 31) for number in range(31)]
print(sorted(keys))
table = {key: [key] for key in keys}
print(len(table), table[Key(5)], Key(40) in table, len({*keys, *map(Key, range(31))}))
print(keys.index(Key(9)), keys.count(Key(3)), max(keys), min(keys, key=lambda key: -key.value))
print(sum(len(x) for key in keys for x in key), [*Key(3)][0][0], dict(zip(Key(2), Key(2)) if False else {}))
print(f"{keys[:3]}", "%s" % (keys[1],), "{}".format(keys[2]))
a, *b = Key(4)
print(len(b), [x[0] for x in b])
print(list(map(len, filter(None, Key(3)))), [n for n, _ in enumerate(Key(3))])
text = "".join(str(key) for key in keys[:10])
print(text)


def recursive(depth):
    x = [depth]
    x.append(x)
    try:
        return recursive(depth - 1) + 1 if depth else 1 // depth
    except ZeroDivisionError as error:
        kept_error = error
        return 0


print(recursive(50))


def generator(depth):
    x = [depth]
    x.append(x)
    if depth:
        yield from generator(depth - 1)
    yield x


print([x[0] for x in generator(10)])
for step in range(20):
    abandoned = generator(10)
    for _ in range(step % 10):
        next(abandoned)
    abandoned = [abandoned]
    abandoned.append(abandoned)
del abandoned, step, kept, a, b, text


def locals_in_flight(a, b=[], *c, d={}, **e):
    x = (a, b, c, d, e, Key(1), [Key(2), {Key(3): Key(4)}])
    return [*x, *c, *[[y] for y in x]], {**e, "x": x}, (lambda: x), {y for y in (1, 2)}


for _ in range(20):
    result = locals_in_flight(Key(1), [Key(2)], Key(3), z=Key(4), d={1: Key(5)})
print(len(result[0]), sorted(result[1]), result[2]()[0])


class Making:
    """Collected while only half made."""

    def __new__(cls, *args):
        x = [cls]
        x.append(x)
        self = super().__new__(cls)
        self.ring = [self]
        return self

    def __init__(self, *args):
        y = [self]
        y.append(y)
        self.args = args


class Meta(type):
    def __new__(meta, name, bases, space):
        x = [meta]
        x.append(x)
        return super().__new__(meta, name, bases, space)


for number in range(30):
    cls = Meta("C", (Making,), {"__slots__": ("one", "two")})
    thing = cls([number], cls)
    thing.one = thing.two = thing
print(thing.args[0], thing.one is thing)
del cls, thing, result
import copy, json

deep = copy.deepcopy({"a": [1, {"b": ([], {}, set())}], "c": [[[]]] * 3})
print(deep)
print(json.loads(json.dumps({"a": [1, 2, {"b": None}], "c": [[], {}]})))
exec("def f(x):\n class C:\n  y = [x]\n return C().y + [z for z in x]\nprint(f([1, 2]))")
print(eval("[x for x in (y for y in [[], {}, ()])]"))
gc.set_threshold(2000, 10, 10)
gc.collect()
print(Node.live)
