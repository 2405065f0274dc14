# %: conversions of str with flags, and what wrong templates and arguments raise.
def show(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


class Index:
    def __index__(self):
        return 65


class Int:
    def __int__(self):
        return 7


class Float:
    def __float__(self):
        return 2.5


class Text:
    def __str__(self):
        return "text"

    def __repr__(self):
        return "repré"


class Broken:
    def __int__(self):
        raise ValueError("no int")

    def __float__(self):
        raise TypeError("no float")


class Mapping:
    def __getitem__(self, key):
        return f"[{key}]"


big = 1 << 100
for template, operand in (
    ("%s", 1), ("%s", (1,)), ("%s", ((1, 2),)), ("%s", []), ("%s", [1]), ("%s", {}), ("%s", None), ("%s %s", (1,)), ("%s", ()), ("%s", (1, 2)), ("", 1), ("", ()), ("", []), ("", {}), ("", {"a": 1}), ("x", "y"), ("x", Text()), ("%s%s", "ab"), ("%%", ()), ("%%", 1), ("100%%", ()), ("%", ()), ("%", 1), ("%5", 1), ("%-", 1), ("%.", 1), ("%l", 1), ("%y", 1), ("%é", 1), ("%\x00", 1), ("a%zb", 1), ("%5%", 1), ("%5%", ()), ("%-5%|", ()), ("%ld %hd %Ld", (1, 2, 3)), ("%lld", 1),
    ("%(a)s", {"a": 1}), ("%(a)s%(b)d", {"a": 1, "b": 2}), ("%(a)s", {}), ("%(a)s", 1), ("%(a)s", "x"), ("%(a)s", (1,)), ("%(a)s", []), ("%(a)s", [1]), ("%(a", {"a": 1}), ("%(a)", {"a": 1}), ("%(a(b)c)s", {"a(b)c": 1}), ("%()s", {"": 1}), ("%(a)s %s", {"a": 1}), ("%(a)s %(b)s", Mapping()), ("%(a)*d", {"a": 1}), ("%(a)5.1f|%(b)-5s|", {"a": 1.25, "b": "x"}), ("%(a)s %(b)r", {"a": (1, 2), "b": ()}), ("%(é)s", {"é": "ü"}), ("%s %s", {"a": 1}),
    ("%d", 1.9), ("%d", -1.9), ("%i", True), ("%u", -5), ("%d", "a"), ("%d", None), ("%x", 1.5), ("%o", "a"), ("%X", None), ("%d", Int()), ("%x", Int()), ("%d", Index()), ("%x", Index()), ("%d", Float()), ("%d", Broken()), ("%f", Broken()), ("%f", Float()), ("%f", Index()), ("%f", "a"), ("%g", None), ("%f", Int()), ("%d", big), ("%x", big), ("%#X", -big), ("%o", big), ("%f", big), ("%d", float("nan")), ("%d", float("inf")), ("%d", 1j), ("%f", 1j), ("%d", 1e30),
    ("%c", 97), ("%c", "é"), ("%c", "ab"), ("%c", ""), ("%c", 1.5), ("%c", None), ("%c", -1), ("%c", 0x110000), ("%c", big), ("%c", Index()), ("%5c|%-5c|", ("a", "b")), ("%.0c", "a"), ("%c", 0x1F40D), ("%c", b"a"),
    ("%5d|%-5d|%05d|%+d|% d|%+5d|%-+5d|% 05d", (1, 2, 3, 4, 5, 6, 7, 8)), ("%.3d|%8.3d|%-8.3d|%08.3d|%+.3d", (1, 2, 3, 4, 5)), ("%#x|%#X|%#o|%#10x|%-#10x|%#010x|%#.5x", (255, 255, 8, 255, 255, 255, 255)), ("%x|%X|%o", (-255, -255, -8)), ("%.0d|%.d", (0, 0)),
    ("%5s|%-5s|%.2s|%5.1s|%-5.1s|%05s", ("a", "b", "cde", "fg", "hi", "j")), ("%r|%a|%s", (Text(), Text(), Text())), ("%10r|%-10a|%.3r", (Text(), Text(), Text())), ("%s %r %a", ("é蛇🐍", "é蛇🐍", "é蛇🐍")),
    ("%f|%.2f|%10.3f|%-10.1f|%010.2f|%+f|% f|%#.0f|%.0f", (1.5, 2.25, 3.14159, 4.0, -5.5, 6.0, 7.0, 8.0, 2.5)), ("%e|%E|%.0e|%#.0e|%12.3e", (1234.5, 0.00012, 5.0, 5.0, 1e100)), ("%g|%G|%.3g|%#g|%g|%g", (1e5, 1e-10, 1234567, 1.0, 1e16, 0.0001)), ("%F|%f|%E|%5f|%-5f|%05f", (float("inf"), float("nan"), float("-inf"), float("inf"), float("nan"), float("-inf"))),
    ("%*d", (5, 1)), ("%-*d|", (5, 1)), ("%*d|", (-5, 1)), ("%.*f", (2, 1.23456)), ("%.*f", (-2, 1.23456)), ("%*.*f|", (8, 2, 1.23456)), ("%*d", ("a", 1)), ("%*d", (1.5, 1)), ("%*d", (1,)), ("%.*d", (big, 1)), ("%*d", (big, 1)), ("%*d", (True, 1)), ("%.*s", (2, "abc")), ("%*s", 5), ("%*(a)d", {"a": 1}),
    ("%99999999999999999999d", 1), ("%.99999999999d", 1), ("%.2147483648d", 1), ("%s" * 3, (1, 2, 3)), ("é%s蛇%s🐍", ("ü", "🐉")),
):
    show(lambda: template % operand)
show(lambda: "%s".__mod__(5))
show(lambda: "%s".__rmod__("x%s"))
show(lambda: 5 % "a")
show(lambda: None % "a")


class Right:
    def __rmod__(self, left):
        return f"rmod {left}"


class Sub(str):
    def __rmod__(self, left):
        return f"sub {left}"


print("%s" % Right() != "", "%s" % Sub("x"), Sub("%d") % 5, type(Sub("%d") % 5).__name__)
t = "%s is %d years, %5.1f%%"
print(t % ("Ann", 30, 99.5))
