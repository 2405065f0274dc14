# Methods called with arguments of every kind: what they give, and what they say.
class Index:
    def __index__(self):
        return 2

    def __repr__(self):
        return "Index()"


class Text(str):
    pass


CASES = [
    (["äB\u0130\n", Text("x1,2")], [(), ("a",), ("b", "c"), ("a", 1), (1,), (None,), (b"a",), (["a", "b"],), (10, "*"), (10, "**"), (("a", "b"),), ("a", Index())]),
    ([b"abc\xff\x00z\n"], [(), (b"a",), (b"b", b"c"), (97,), (300,), (None,), ("a",), ([b"a", b"b"],), (10, b"*"), ((b"a", b"b"),)]),
    ([bytearray(b"abc aBc")], [(), (b"a",), (b"b", b"c"), (97,), (300,), (0, 98), (1, 300), (None,), ([1, 2],), (-1,)]),
    ([[3, 1, 2]], [(), (1,), (-1,), (5,), (0, "x"), ([1, 2],), (5.0,), (None,), (slice(1),), (slice(None, None, 2), [1, 2])]),
    ([(3, 1, 2)], [(), (1,), (5,), ((1, 2),), (5.0,), (None,), (1, 0, 2), (slice(None, None, -1),)]),
    ([{"a": 1, 2: "b"}], [(), ("a",), ("zz", 5), ([],), ([("k", "v")],), ([(1, 2, 3)],), ([1],), (None,), (1, 2, 3)]),
    ([{1, 2, 3}], [(), (1,), (9,), ({1, 9},), ([1, 2],), ([[]],), (None,)]),
    ([-7, 2**70], [(), (1,), (0,), (2.5,), ("a",), (None,), (2, 5), (8, "big"), (8, "middle"), (">5d",), (Index(),)]),
    ([-2.5, float("inf")], [(), (1,), (0,), (2.5,), ("a",), (None,), (2, 5), (".2f",), (1j,)]),
    ([1 + 2j], [(), (1,), (2.5,), ("a",), (None,), (".2f",), (0j,)]),
    ([range(1, 10, 3)], [(), (1,), (4,), ("a",), (None,), (slice(None, None, -1),)]),
]
SKIPPED = {
    "__class__", "__class_getitem__", "__delattr__", "__dir__", "__doc__", "__getattribute__", "__getnewargs__",
    "__getstate__", "__hash__", "__init__", "__init_subclass__", "__new__", "__reduce__", "__reduce_ex__",
    "__setattr__", "__sizeof__", "__subclasshook__", "__buffer__", "__release_buffer__", "__getformat__", "__alloc__",
}


def shown(value):
    if "iterator" in type(value).__name__ or type(value).__name__.startswith("dict_"):
        return f"iterator of {list(value)}"
    return repr(value)[:100]


for receivers, arguments in CASES:
    kind = type(receivers[0])
    for name in sorted(set(dir(kind)) - SKIPPED):
        for original in receivers:
            told = set()
            for given in arguments:
                receiver = original.copy() if isinstance(original, (list, dict, set, bytearray)) else original
                method = getattr(receiver, name)
                if not callable(method):
                    continue
                try:
                    result = shown(method(*given))
                except Exception as error:
                    result = f"{type(error).__name__}: {error}"
                if result in told or result == "NotImplemented":
                    continue
                told.add(result)
                change = "" if receiver == original else f", now {shown(receiver)}"
                print(f"{kind.__name__}.{name}{given} = {result.partition(' at 0x')[0]}{change}".encode("ascii", "backslashreplace").decode())
