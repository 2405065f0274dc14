# Weak containers whose members die while they are looked at.
import gc
import weakref

gc.disable()


class Node:
    def __init__(self, name):
        self.name = name
        self.me = self

    def __repr__(self):
        return f"<{self.name}>"

    def free(self):
        self.me = None


def nodes(count):
    return [Node(number) for number in range(count)]


members = nodes(6)
group = weakref.WeakSet(members)
seen = []
for member in group:
    if not seen:
        for other in members:
            if other is not member:
                other.free()
        members.clear()
        del other
    seen.append(member.name)
print("WeakSet, counting:", len(seen), len(group))
member.free()
del member
print(len(group))

members = nodes(6)
group = weakref.WeakSet(members)
iterator = iter(group)
first = next(iterator)
members.clear()
print("WeakSet, collecting:", gc.collect() >= 5, len(list(iterator)), len(group))
first.free()
del first, iterator
gc.collect()
print(len(group))

members = nodes(6)
table = weakref.WeakValueDictionary((member.name, member) for member in members)
seen = []
for key, value in table.items():
    seen.append(key)
    if key == 0:
        del members[3:]
        gc.collect()
print("WeakValueDictionary:", seen, sorted(table))
del value
members.clear()
gc.collect()
print(len(table), list(table.keys()), list(table.values()))

members = nodes(4)
table = weakref.WeakKeyDictionary((member, member.name) for member in members)
seen = []
for key in table:
    seen.append(key.name)
    if len(seen) == 1:
        del members[:]
        gc.collect()
print("WeakKeyDictionary:", seen, len(table))
del key
gc.collect()
print(len(table))

table = weakref.WeakValueDictionary()
table["a"] = a = Node("a")
print(table.get("a"), table.get("b", 5), table.setdefault("a", a), table.pop("a"), len(table))
table["a"] = a
copy = table.copy()
other = dict(table)
a.free()
del a
print(len(table), len(copy), list(other))
del other
print(len(table), len(copy))
try:
    table["a"]
except KeyError as error:
    print("KeyError", error)
print([ref() for ref in table.valuerefs()])

table = weakref.WeakKeyDictionary()
a, b = Node("a"), Node("b")
table[a] = b
table[b] = a
del a, b
print("values that hold keys stay:", gc.collect(), len(table))
table.clear()
print(gc.collect() >= 2)

table = weakref.WeakKeyDictionary()
a = Node("a")
table[a] = [1]
table |= {a: 2}
print(table[a], a in table, table.pop(a), a in table)

group = weakref.WeakSet()
a, b = Node("a"), Node("b")
group.add(a)
group.add(b)
group.add(a)
print(len(group), a in group, group == {a, b}, group | {1} if False else len(group | weakref.WeakSet([a])))
group.discard(a)
print(len(group), group.pop())
print(len(group))

finalizers = []
a = Node("a")
for number in range(3):
    finalizers.append(weakref.finalize(a, print, "finalizer", number))
print(finalizers[0].peek()[2], finalizers[0].alive, finalizers[1].detach() is not None)
del a
gc.collect()
print([finalizer.alive for finalizer in finalizers])


class Value:
    pass


# Callbacks of a container's references run while other garbage is cleared.
table = weakref.WeakValueDictionary()
for number in range(100):
    value = Value()
    value.ring = [value]
    table[number] = value
del value
print(len(table), gc.collect() >= 200, len(table))

# A callback that adds to the container it is called for.
table = {}


def reborn(ref, key):
    del table[key]
    if key < 5:
        add(key + 1)


def add(key):
    value = Value()
    value.me = value
    table[key] = weakref.ref(value, lambda ref: reborn(ref, key))


add(0)
for _ in range(8):
    gc.collect()
    print(sorted(table), end=" ")
print()

# A reference to a dying object gives nothing from within __del__ of another.
order = []


class Watcher:
    def __init__(self, other):
        self.ref = weakref.ref(other)
        self.other = other

    def __del__(self):
        order.append((self.ref(), self.other.name))


a = Node("watched")
a.watcher = Watcher(a)
del a
gc.collect()
print(order)

# The same reference object serves all, until it dies.
a = Node("a")
r = weakref.ref(a)
print(weakref.ref(a) is r, weakref.getweakrefcount(a))
del r
print(weakref.getweakrefcount(a))
p = weakref.proxy(a)
print(weakref.proxy(a) is p, weakref.getweakrefcount(a), p.name, p == a)
a.free()
del a
try:
    p.name
except ReferenceError as error:
    print(error)
