# match: sequence patterns with stars, nesting, and what counts as a sequence.
def shape(x):
    match x:
        case []:
            return "empty"
        case [one]:
            return f"one: {one!r}"
        case [1, second]:
            return f"starts with 1, then {second!r}"
        case (first, second):
            return f"two: {first!r} {second!r}"
        case ["head", *rest]:
            return f"head and {rest}"
        case [first, *_, "tail"]:
            return f"{first!r} to tail"
        case [a, [b, *c], *d]:
            return f"nested {a!r} {b!r} {c} {d}"
        case [*everything]:
            return f"everything {everything}"
        case _:
            return "no sequence"


for x in ([], (), [1], [1, 2], (1, (2, 3)), [0, 0], ["head", 1, 2], [9, 8, "tail"], [1, 2, "tail"],
          [1, [2, 3, 4], 5, 6], [1, "str", 3], range(3), range(1), "ab", b"ab", bytearray(b"ab"),
          {1, 2}, {1: 2}, 5, None, iter([1])):
    print(type(x).__name__ if not isinstance(x, (list, tuple, int)) else repr(x), "->", shape(x))


def star(x):
    match x:
        case [*a, 3]:
            return "ends in 3", a
        case [3, *a]:
            return "starts with 3", a
        case [a, *b, c, d]:
            return a, b, c, d
        case a, *_:
            return "rest", a


print(star([1, 2, 3]), star([3, 1, 2]), star([1, 2, 4]), star([5, 6, 7, 8, 9]), star([7]))


class List(list):
    pass


class Duck:
    def __len__(self):
        return 2

    def __getitem__(self, i):
        return i


print(shape(List([1])), shape(Duck()))


def same(x):
    match x:
        case [(0 | 1) as low, ("a" | "b") as letter]:
            return low, letter
        case [[int(), int()] as pair, *_]:
            return pair
        case [] | [_]:
            return "short"


print(same([0, "b"]), same((1, "a")), same([(5, 6), 1]), same([2]), same([2, 3]))
