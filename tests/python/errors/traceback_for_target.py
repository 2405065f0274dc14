class C:
    __slots__ = ()

for C().x in [1]:
    pass
