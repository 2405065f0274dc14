# Instances that hold each other: linked list, tree, graph, queue.
class Node:
    __slots__ = ("value", "next")

    def __init__(self, value, next=None):
        self.value, self.next = value, next


class LinkedList:
    def __init__(self, items=()):
        self.head = None
        self.size = 0
        for item in reversed(list(items)):
            self.push(item)

    def push(self, value):
        self.head = Node(value, self.head)
        self.size += 1

    def pop(self):
        node, self.head = self.head, self.head.next
        self.size -= 1
        return node.value

    def reverse(self):
        previous, node = None, self.head
        while node:
            node.next, previous, node = previous, node, node.next
        self.head = previous

    def __iter__(self):
        node = self.head
        while node:
            yield node.value
            node = node.next

    def __len__(self):
        return self.size

    def __repr__(self):
        return " -> ".join(map(str, self)) or "empty"


ll = LinkedList([1, 2, 3])
ll.push(0)
print(ll, len(ll), 2 in ll)
ll.reverse()
print(ll, ll.pop(), ll, LinkedList())


class Tree:
    def __init__(self, key, left=None, right=None):
        self.key, self.left, self.right = key, left, right

    def insert(self, key):
        side = "left" if key < self.key else "right"
        child = getattr(self, side)
        if child is None:
            setattr(self, side, Tree(key))
        else:
            child.insert(key)

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.key
        if self.right:
            yield from self.right

    def height(self):
        return 1 + max((c.height() for c in (self.left, self.right) if c), default=0)


root = Tree(50)
seed = 7
for _ in range(30):
    seed = seed * 1103515245 + 12345 & 0x7FFFFFFF
    root.insert(seed % 100)
print(list(root), root.height(), list(root) == sorted(root))


class Graph:
    def __init__(self):
        self.edges = {}

    def connect(self, a, b, weight=1):
        self.edges.setdefault(a, {})[b] = weight
        self.edges.setdefault(b, {})[a] = weight

    def shortest(self, start, goal):
        done, queue = {}, [(0, start, None)]
        while queue:
            queue.sort(key=lambda q: (q[0], q[1]))
            distance, node, came = queue.pop(0)
            if node in done:
                continue
            done[node] = came
            if node == goal:
                path = []
                while node is not None:
                    path.append(node)
                    node = done[node]
                return distance, path[::-1]
            queue += [(distance + w, n, node) for n, w in self.edges[node].items()]


g = Graph()
for edge in ("ab7", "ac9", "bd15", "cd11", "cf2", "de6", "ef9"):
    g.connect(edge[0], edge[1], int(edge[2:]))
print(g.shortest("a", "e"))


class Ring:
    def __init__(self, n):
        self.slots, self.start, self.count = [None] * n, 0, 0

    def put(self, x):
        i = (self.start + self.count) % len(self.slots)
        self.slots[i] = x
        if self.count < len(self.slots):
            self.count += 1
        else:
            self.start = (self.start + 1) % len(self.slots)

    def __iter__(self):
        return (self.slots[(self.start + i) % len(self.slots)] for i in range(self.count))


ring = Ring(3)
for i in range(5):
    ring.put(i)
    print(list(ring), end=" ")
print()
