# match: class patterns with __match_args__, attributes, builtin types.
class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


class Point3(Point):
    __match_args__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        super().__init__(x, y)
        self.z = z


class Plain:
    pass


def where(p):
    match p:
        case Point3(0, 0, 0):
            return "origin 3d"
        case Point3(x, y, z=depth):
            return f"3d {x} {y} {depth}"
        case Point(0, 0):
            return "origin"
        case Point(x=0, y=y):
            return f"on y axis at {y}"
        case Point(x, 0) | Point(0, x):
            return f"on an axis at {x}"
        case Point(x, y) if x == y:
            return f"diagonal {x}"
        case Point():
            return "somewhere"
        case Plain(name=str(n)):
            return f"plain {n}"
        case Plain():
            return "nameless"
        case int(n) | float(n):
            return f"number {n}"
        case str(s):
            return f"str {s}"
        case list([int(a), *rest]):
            return f"list {a} {rest}"
        case dict(d) if len(d) > 1:
            return f"dict {sorted(d)}"
        case tuple(t):
            return f"tuple {t}"
        case type():
            return "a class"


named = Plain()
named.name = "n"
for p in (Point3(0, 0, 0), Point3(1, 2, 3), Point(0, 0), Point(0, 4), Point(5, 0), Point(6, 6),
          Point(1, 2), named, Plain(), 3, 2.5, True, "s", [1, 2], ["x"], {1: 2, 3: 4}, (1,), int):
    print(where(p))


def fail(f):
    try:
        f()
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)


def too_many():
    match Point(1, 2):
        case Point(1, 2, 3):
            pass


def none_positional():
    match Plain():
        case Plain(1):
            pass


def not_a_class():
    match 5:
        case named(1):
            pass


def twice():
    match Point(1, 2):
        case Point(1, x=1):
            pass


def bad_args():
    class Bad:
        __match_args__ = ["x"]
    match Bad():
        case Bad(1):
            pass


def bad_name():
    class Bad:
        __match_args__ = (5,)
    match Bad():
        case Bad(1):
            pass


for f in (too_many, none_positional, not_a_class, twice, bad_args, bad_name):
    fail(f)
