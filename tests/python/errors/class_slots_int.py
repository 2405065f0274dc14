class C(int):
    __slots__ = ("x",)
