# match: literals, values, wildcards, or-patterns, guards, captures.
def kind(x):
    match x:
        case 0:
            return "zero"
        case 1 | 2 | 3:
            return "small"
        case -1:
            return "minus one"
        case 2.5:
            return "two and a half"
        case -1.5:
            return "negative float"
        case 1 + 2j:
            return "complex"
        case -3 - 4j:
            return "negative complex"
        case "text":
            return "the text"
        case "a" "b":
            return "joined"
        case b"bytes":
            return "bytes"
        case None:
            return "none"
        case True:
            return "never: equal to 1"
        case n if isinstance(n, int) and n > 100:
            return f"large {n}"
        case str() as s if len(s) > 5:
            return f"long {s}"
        case other:
            return f"other {other!r}"


for x in (0, 1, 3, -1, 2.5, -1.5, 1 + 2j, -3 - 4j, "text", "ab", b"bytes", None, True, False,
          1000, 50, "longer text", "short", 1.0, [], ()):
    print(repr(x), "->", kind(x))


def singletons(x):
    match x:
        case True:
            return "True"
        case False:
            return "False"
        case None:
            return "None"
        case _:
            return "_"


print([singletons(x) for x in (1, 0, True, False, None, "")])


class Color:
    RED = 1

    class Dark:
        BLUE = 2


def value(x):
    match x:
        case Color.RED:
            return "red"
        case Color.Dark.BLUE:
            return "dark blue"
        case unknown:
            return unknown


print(value(1), value(2), value(3))
match 5:
    case 6:
        print("no")
print("nothing matched is fine")
match = 3
case = 4
_ = 5
print(match, case, _)
match match:
    case case if case == 3:
        print("soft keywords", case)


def multi(x):
    match x, x + 1:
        case 1, 2:
            return "one two"
        case a, b if a == b:
            return "never"
        case (a, b):
            return a, b


print(multi(1), multi(2))
