# A weak reference that a finalizer makes to garbage is cleared before the garbage dies.
import gc
import weakref


class Late:
    __slots__ = ("ref",)

    def __del__(self):
        print("late", self.ref())


class Cyclic(tuple):
    __slots__ = ()

    def __del__(self):
        global late
        self[1].ref = weakref.ref(self[0])
        print(self[1].ref() is self[0])
        del late


late = Late()


def function():
    pass


cycle = tuple.__new__(Cyclic, (function, late))
function.__module__ = cycle
del function, cycle
gc.collect()
print("late" in globals())


class Node:
    def __del__(self):
        self.made = weakref.ref(self, lambda reference: print("never called"))
        kept.append(self.made)


kept = []
node = Node()
node.node = node
del node
gc.collect()
print(kept[0]())
