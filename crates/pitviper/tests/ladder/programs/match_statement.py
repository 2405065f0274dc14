from collections import namedtuple


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


def classify(value):
    match value:
        case 0 | 1:
            return "small"
        case int(n) if n > 100:
            return f"big {n}"
        case str() as text:
            return f"text {text}"
        case [first, *rest]:
            return f"list {first} {rest}"
        case {"kind": "circle", "radius": radius, **others}:
            return f"circle {radius} {others}"
        case Point(0, y=y):
            return f"on axis {y}"
        case Point(x, y):
            return f"point {x} {y}"
        case None | True:
            return "constant"
        case _:
            return "other"


for value in (0, 500, "s", [1, 2, 3], (4,), {"kind": "circle", "radius": 2, "z": [1]}, Point(0, 5), Point(1, 2), None, 7.5, {1}):
    print(classify(value))
