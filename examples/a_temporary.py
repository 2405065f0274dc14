"""A temporary is an object that no name ever holds.

The result of an expression lives as long as the expression needs it.  When
the next step is done with it, it is destroyed: there and then, not later.
"""


class Temporary:
    def __init__(self, label):
        self.label = label
        print(f"  {label} is made")

    def __del__(self):
        print(f"  {self.label} is destroyed")

    def __add__(self, other):
        return Temporary(f"({self.label}+{other.label})")

    def hello(self):
        return "hello from " + self.label


print("made and dropped at once:")
Temporary("a")

print("used for one call:")
print(" ", Temporary("b").hello())

print("a sum of three: every step leaves its operands behind:")
total = Temporary("x") + Temporary("y") + Temporary("z")
print("only the result has a name:", total.label)

print("rebinding: the new value is made first, then the old one goes:")
total = Temporary("new")

print("an argument without a name lives as long as the call:")


def look(thing):
    print("  looking at", thing.label)


look(Temporary("c"))

print("a list that is only used for its length:")
print("  length", len([Temporary("d"), Temporary("e")]))
print("end of the program")
