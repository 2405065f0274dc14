# What an interpreter has to take down.
import atexit
import weakref


class Node:
    def __init__(self, name):
        self.name = name
        self.me = self

    def __del__(self):
        holders.append([self.name])


holders = []
nodes = [Node(f"node {number}") for number in range(5)]
reference = weakref.ref(nodes[0], lambda dead: holders.append(str(dead)[:5]))
finalizer = weakref.finalize(nodes[1], holders.append, "finalize")
table = {number: [number] * 3 for number in range(30)}


def generate():
    try:
        yield 1
    finally:
        holders.append({"closed": [1, 2]})


generator = generate()
next(generator)


@atexit.register
def at_exit():
    holders.append("-".join(str(number) for number in range(20)))


class Meta(type):
    def __del__(cls):
        holders.append(cls.__name__ * 2)


class WithMeta(metaclass=Meta):
    pass
