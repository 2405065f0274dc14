"""A list holds all its items at once; a generator holds only its place.

Both can be looped over.  The list costs memory for every item, the generator
makes one item at a time and forgets it.
"""

import sys

COUNT = 100_000

squares = [n * n for n in range(COUNT)]
lazy = (n * n for n in range(COUNT))

bigger = sys.getsizeof(squares) > 100 * sys.getsizeof(lazy)
print("the list is more than a hundred times the size:", bigger)
print("sum over the list:     ", sum(squares))
print("sum over the generator:", sum(lazy))
print("a list can be used again:    ", sum(squares) > 0)
print("a generator is used up after one pass:", sum(lazy))


class Item:
    alive = 0
    most = 0

    def __init__(self):
        Item.alive += 1
        Item.most = max(Item.most, Item.alive)

    def __del__(self):
        Item.alive -= 1


for item in [Item() for _ in range(50)]:
    pass
del item
print("items alive at the same time, list:     ", Item.most)

Item.most = 0
for item in (Item() for _ in range(50)):
    pass
del item
print("items alive at the same time, generator:", Item.most)


def countdown(start):
    print("  the generator starts only when asked")
    while start:
        yield start
        start -= 1


print("making it runs nothing")
numbers = countdown(3)
print("first:", next(numbers))
print("the rest:", list(numbers))
