"""One `del` can free a whole chain.

The first link is held by a name, every other link by the one before it.
When the name goes, the first link has no reference left and is destroyed;
that takes away the only reference to the second, and so on.
"""


class Link:
    def __init__(self, number, following):
        self.number = number
        self.following = following

    def __del__(self):
        print(f"  link {self.number} is destroyed")


def chain(length):
    """Builds the chain from its end and returns the first link."""
    link = None
    for number in range(length, 0, -1):
        link = Link(number, link)
    return link


print("A chain of four, then del:")
first = chain(4)
del first
print("All gone before the next line runs.")

print("The same, but the third link has a name of its own:")
first = chain(4)
third = first.following.following
del first
print("The cascade stopped where somebody still holds on.")
print("Now that name goes as well:")
del third

print("A chain inside a list, dropped with it:")
shelf = [chain(2)]
shelf.append("something else")
shelf = None
print("End of the program.")
