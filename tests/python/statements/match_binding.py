# match: what names are bound after success and failure, evaluation once, nesting in functions.
class Subject:
    def __init__(self):
        self.asked = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        self.asked.append(name)
        return name.upper()


calls = []


def subject():
    calls.append(1)
    return [1, 2, 3]


match subject():
    case [1, 2]:
        pass
    case [1, *rest, 3]:
        print(rest, len(calls))

s = Subject()
match s:
    case Subject(a="x"):
        pass
    case Subject(a="A", b=b, c="C"):
        print(b, s.asked)


def nested(x):
    match x:
        case [y, z]:
            match y:
                case [a]:
                    return "deep", a
                case int() | str() as b:
                    match z:
                        case 0:
                            return "zero", b
                        case _ if (w := z * 2) > 5:
                            return "walrus", w
    return "fell through"


print(nested([[1], 2]), nested([1, 0]), nested(["s", 9]), nested([1, 1]), nested(5))


def loop(items):
    out = []
    for item in items:
        match item:
            case 0:
                continue
            case "stop":
                break
            case [x] | {"x": x}:
                out.append(x)
            case _:
                out.append("?")
    else:
        out.append("complete")
    return out


print(loop([0, [1], {"x": 2}, 3]), loop([[1], "stop", [2]]))


def make():
    match 5:
        case captured:
            def inner():
                return captured
    return inner


print(make()())


class Guard:
    def __init__(self, log):
        self.log = log

    def __eq__(self, other):
        self.log.append(other)
        return other == 3


log = []
match Guard(log):
    case 1 | 2 | 3 | 4:
        print("matched", log)
match [1, 2]:
    case [a, 5] | [5, a] | [1, a]:
        print("or binds", a)
match 1:
    case (1 as one) | (2 as one):
        print(one)
