# match: mapping patterns, with rest, nested, and which lookups are made.
def look(x):
    match x:
        case {"kind": "circle", "r": r}:
            return f"circle {r}"
        case {"kind": "box", "size": (w, h), **rest}:
            return f"box {w}x{h} {rest}"
        case {"kind": str(k), **rest} if rest:
            return f"{k} with {rest}"
        case {1: _, 2.5: b, None: c}:
            return f"odd keys {b} {c}"
        case {"nested": {"deep": [first, *_]}}:
            return f"deep {first}"
        case {"only": None}:
            return "only None"
        case {}:
            return "some mapping"
        case _:
            return "no mapping"


for x in ({"kind": "circle", "r": 5, "extra": 1}, {"kind": "box", "size": [1, 2], "z": 0},
          {"kind": "blob", "a": 1}, {"kind": "blob"}, {1: 2, 2.5: "b", None: "c"},
          {"nested": {"deep": (7, 8)}}, {"only": None}, {"only": 0}, {}, [], None):
    print(x, "->", look(x))


class Default(dict):
    def __missing__(self, key):
        print("missing is not asked", key)
        return 1


d = Default()
match d:
    case {"a": a}:
        print("never")
    case _:
        print("no match", dict(d))

key = "unused"


class Keys:
    NAME = "name"


match {"name": 1}:
    case {Keys.NAME: value}:
        print("value pattern as key", value)
match {"a": 1, "b": 2}:
    case {"a": 1, **others}:
        print(others)
source = {"x": [1]}
match source:
    case {**copy}:
        print(copy == source, copy is source, copy["x"] is source["x"])
