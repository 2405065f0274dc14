print(abs(-5), all([1, []]), any([0, 1]), bin(10), bool([]), callable(print), chr(8364), ord("€"), oct(8), hash("a") == hash("a"))
print(isinstance(1, (str, int)), issubclass(bool, int), iter([1]).__next__(), len({1}), list(reversed([1, 2])), pow(2, 10, 7))
print(round(1.5), slice(1, None, 2).indices(9), sum([[1], [2]], []), max([3, 1]), min("b", "a"), repr(slice(1)), type(1), range(10)[2:8:3])
print(vars(type("T", (), {"x": 1}))["x"], zip([1], "a").__next__(), list(iter(lambda value=[3]: value.pop() if value else None, None))[:1])
print(sorted(globals())[:1], divmod(9, 4), format(1.5, ".3f"), getattr(1, "real"), list(map(str, range(3))), frozenset([1]), bytes(2))
print(list(range(10**20, 10**20 + 3)), range(5) == range(0, 5, 1), ..., NotImplemented, memoryview(b"a")[0], id(1) == id(1))
for action in "int('q')", "chr(-1)", "ord('ab')", "len(5)", "iter(5)", "sum(['a'])", "range(1, 2, 0)", "next(iter([]))", "max([])", "open('/no/file')":
    try:
        eval(action)
    except Exception as error:
        if isinstance(error, MemoryError):
            raise
        print(type(error).__name__, error)
