"""A million levels, built and dropped."""


class Link:
    def __init__(self, following):
        self.following = following


nested = []
for _ in range(1_000_000):
    nested = [nested]
del nested
print("lists")

chain = None
for _ in range(1_000_000):
    chain = Link(chain)
del chain
print("instances")

mixed = ()
for _ in range(300_000):
    mixed = ({"inside": mixed},)
del mixed
print("tuples and dictionaries")
