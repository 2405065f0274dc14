# Several objects dying at once: each finalizer ends before the next begins, and sees nothing of those that wait.
import _weakref


class Noisy:
    def __init__(self, name, *held):
        self.name, self.held = name, held

    def __del__(self):
        print("begin", self.name)
        [Noisy2(self.name + "'") for _ in range(2)].clear()
        print("end", self.name)


class Noisy2:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("  inner", self.name)


batch = [Noisy("a"), Noisy("b", Noisy("b.1"), Noisy("b.2")), Noisy("c")]
batch.clear()
print("cleared")
batch = [Noisy("d"), Noisy("e")]
batch[:] = [1]
print("replaced")
pair = (Noisy("f"), Noisy("g"))
del pair
kept = []


class Phoenix:
    def __del__(self):
        kept.append(self)
        print("rises", len(kept))


nest = [Phoenix(), Noisy("h"), Phoenix()]
nest.clear()
print(len(kept), "kept")
kept.clear()
print(len(kept), "after")


def gone(reference):
    print("gone", reference() is None)


things = [Noisy("i"), Noisy("j")]
references = [_weakref.ref(things[0], gone), _weakref.ref(things[1], gone)]
things.clear()
references.clear()
mixed = [Noisy("k")]
mixed.append(_weakref.ref(mixed[0], gone))
mixed.clear()


class Base:
    pass


class Watch:
    def __del__(self):
        print("classes", all(isinstance(c, type) for c in Base.__subclasses__()))


for _ in range(2):
    watched = [type("Sub", (Base,), {}), Watch(), type("Sub2", (Base,), {}), Watch()]
    watched.clear()


def generator():
    try:
        yield 1
    finally:
        print("generator closed")


running = [generator(), Noisy("l"), generator()]
for item in running[::2]:
    next(item)
del item
running.clear()
print("done")
