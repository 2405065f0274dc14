class Slotted:
    __slots__ = ("a", "b")

    def __init__(self):
        self.a = [1]


class Child(Slotted):
    pass


class IntLike(int):
    def __new__(cls, value, note):
        self = super().__new__(cls, value)
        self.note = note
        return self


class ListLike(list):
    extra = None


slotted, child = Slotted(), Child()
child.c = child.b = 2
number, listed = IntLike(2**80, "n"), ListLike("abc")
listed.extra = {"k": listed}
print(slotted.a, child.c, child.__dict__, number + 1, number.note, listed + [1], listed.extra["k"] is listed)
for action in "slotted.b", "slotted.z = 1", "del slotted.b", "Slotted.a.__get__(1)", "object.__new__(int)", "object().x", "super().x":
    try:
        exec(action)
    except (AttributeError, TypeError, RuntimeError) as error:
        print(type(error).__name__, error)
slotted.__class__ = Slotted
listed.__init__([1])
print(listed, getattr(slotted, "b", "default"), object.__getattribute__(slotted, "a"), type(slotted).a.__name__)
