# What __del__ may do to the garbage it is part of.
import gc
import sys
import weakref

gc.disable()
sys.unraisablehook = lambda what: print("  unraisable", what.exc_type.__name__, what.exc_value)
kept = []


class Node:
    def __init__(self, name, action=None):
        self.name = name
        self.action = action

    def __del__(self):
        print("  del", self.name)
        if self.action:
            self.action(self)


def ring(*nodes):
    for index, node in enumerate(nodes):
        node.next = nodes[(index + 1) % len(nodes)]
    return nodes[0]


def run(what, *names, **actions):
    print(what)
    gc.collect()
    ring(*[Node(name, actions.get(name)) for name in names])
    print("  collected", gc.collect())


def breaks(node):
    node.next = None


def deletes(node):
    del node.next.next


def new_ring(node):
    ring(Node("new " + node.name), Node("newer " + node.name))


def joins(node):
    extra = Node("joined")
    extra.next = node.next
    node.next = extra


def saves(node):
    kept.append(node)


def saves_next(node):
    kept.append(node.next)


def collects(node):
    print("  inside", gc.collect())


def raises(node):
    raise ValueError(node.name)


def stores_globally(node):
    global saved
    saved = node


run("plain", "a", "b", "c")
run("breaks the ring", "a", "b", a=breaks)
run("breaks it elsewhere", "a", "b", "c", b=deletes)
run("makes a new ring", "a", "b", a=new_ring)
print("  collected", gc.collect())
run("joins a new object", "a", "b", a=joins)
print("  collected", gc.collect())
run("saves itself", "a", "b", b=saves)
print("  kept", kept[0].name, kept[0].next.name, gc.is_finalized(kept[0]))
kept.clear()
print("  collected", gc.collect())
run("saves its neighbour", "a", "b", "c", c=saves_next)
print("  kept", kept[0].name)
kept[0].next.next.next = None
kept.clear()
print("  counting is enough now; collected", gc.collect())
run("collects", "a", "b", a=collects, b=collects)
run("raises", "a", "b", a=raises, b=raises)
run("stores in a global", "a", "b", a=stores_globally)
del saved
print("  collected", gc.collect())
run("everything", "a", "b", "c", "d", a=breaks, b=new_ring, c=raises, d=saves)
kept.clear()
print("  collected", gc.collect(), gc.collect())

print("replaced while finalizing")


class Other:
    def __del__(self):
        print("  del other")


def becomes_other(node):
    node.__class__ = Other
    kept.append(node)


run("changes its class", "a", "b", a=becomes_other)
kept.clear()
print("  collected", gc.collect())

print("saved twice")


class Phoenix:
    count = 0

    def __del__(self):
        Phoenix.count += 1
        kept.append(self)


bird = Phoenix()
bird.me = bird
del bird
for _ in range(3):
    gc.collect()
    print("  kept", len(kept), "finalized", Phoenix.count)
    kept.clear()

print("counting, saved")
bird = Phoenix()
del bird
print("  kept", len(kept), gc.is_finalized(kept[0]))
kept.clear()
print("  finalized", Phoenix.count)

print("__del__ set after the object was made")


class Late:
    pass


thing = Late()
thing.me = thing
Late.__del__ = lambda self: print("  late del")
del thing
gc.collect()
thing = Late()
del Late.__del__
thing.me = thing
del thing
print("  collected", gc.collect())

print("__del__ of the instance is not called")
thing = Late()
thing.__del__ = lambda: print("  never")
thing.me = thing
del thing
print("  collected", gc.collect())

print("inherited, with super")


class Base:
    def __del__(self):
        print("  base")


class Derived(Base):
    def __del__(self):
        print("  derived")
        super().__del__()


thing = Derived()
thing.me = thing
del thing
gc.collect()

print("__del__ of slots and of builtin subclasses")


class Slotted:
    __slots__ = ("me",)

    def __del__(self):
        print("  slotted")


class List(list):
    def __del__(self):
        print("  list", len(self))


class Dict(dict):
    def __del__(self):
        print("  dict", len(self))


thing = Slotted()
thing.me = thing
thing = List()
thing.append(thing)
thing = Dict()
thing[1] = thing
del thing
print("  collected", gc.collect())

print("a bad __del__")


class Bad:
    __del__ = 5


thing = Bad()
thing.me = thing
del thing
gc.collect()

print("many at once, in order of their making")


class Numbered:
    order = []

    def __init__(self, number):
        self.number = number
        self.me = self

    def __del__(self):
        self.order.append(self.number)


things = [Numbered(number) for number in range(1000)]
things.reverse()
del things
gc.collect()
print("  in order:", Numbered.order == list(range(1000)))
