# printf-style formatting: every conversion, flags, width, precision, mappings, errors.
print("%s %r %a %d %i %u %x %X %o %c %c %%" % ("s", "r", "é", 1, 2, 3, 255, 255, 8, "c", 99))
print("%f %.2f %8.3f|%-8.2f|%08.2f %+f % f %e %.1E %g %G %.3g %#g" % (1.5, 2.345, 3.14159, 1.5, -1.5, 2.0, 3.0, 12345.678, 0.00012, 1e-10, 1e20, 123456.0, 1.0))
print("%5d|%-5d|%05d|%+d|% d|%+05d|%-+5d|%5s|%-5s|%.2s|%5.1s|" % (42, 42, 42, 42, 42, 42, 42, "ab", "ab", "abc", "xyz"))
print("%#x %#X %#o %#010x %.3d %.5x %+x %x %o" % (255, 255, 8, 255, 5, 255, 255, -255, -8), "%d" % 2**70, "%x" % 2**70, "%d" % -(2**70), "%.30d" % 5, "%5.3d|" % 7)
print("%(a)s %(b)d %(a)r" % {"a": "x", "b": 5}, "%(k)5.1f|" % {"k": 3.14159}, "%(with space)s" % {"with space": 1}, "%(a)s" % {"a": (1, 2)}, "%(p(q))s" % {"p(q)": "nested"})
print("%*d|%-*d|%.*f|%*.*f|" % (5, 42, 5, 42, 2, 3.14159, 8, 3, 2.71828), "%*d" % (-5, 42) + "|")
print("%s" % (1,), "%s" % [1, 2], "%s" % {"a": 1}, "%s %s" % (1, [2]), "%s" % None, "%s" % ((1, 2),), "plain" % (), "%%" % (), "%s" % "%s", "100%%" % ())
print("%d %d" % (1.9, True), "%d" % -1.9, "%i" % 3.99, "%f" % 1, "%f" % True, "%e" % 10**20, "%c%c" % (0x1F40D, "蛇"), "%s" % "蛇", "%5s|" % "蛇", "%r" % "蛇", "%a" % "蛇", "%.1f" % 0.05, "%.0f" % 0.5, "%.0f" % 1.5)
print("%f %F %e %g" % (float("inf"), float("inf"), float("-inf"), float("nan")), "%5.1f|%-8f|%08f|" % (float("nan"), float("inf"), float("-inf")), "%s %s" % (float("inf"), 1e16), "%r" % 0.1, "%s" % 1e100, "%.3s" % 3.14159, "%ld %hd" % (1, 2))
cases = [("%d", "a"), ("%d", None), ("%x", 1.5), ("%o", "8"), ("%c", "ab"), ("%c", -1), ("%c", 0x110000), ("%c", 1.5), ("%f", "a"), ("%e", None), ("%s %s", 1), ("%s", (1, 2)), ("%s", ()), ("%", 1), ("%y", 1), ("%(a)s", 1), ("%(a)s", {}), ("%(a", {"a": 1}), ("%s", (1, 2, 3)), ("plain", 1), ("plain", {"a": 1}), ("plain", [1]), ("%*d", ("a", 1)), ("%d %s", (1,)), ("%.", 1), ("%5", 1), ("%z", 1), ("%d%", 1), ("%(a)s %s", {"a": 1}), ("%(a)d", {"a": "x"}), ("%i", "5"), ("%d", 1j), ("%999999999999999999999d", 1), ("%s", ([],)), ("%\u1234", 1)]
for template, value in cases:
    try:
        print(repr(template), repr(value), "->", template % value)
    except (TypeError, ValueError, KeyError, OverflowError) as e:
        print(repr(template), repr(value), "->", type(e).__name__, e)


class D(dict):
    def __missing__(self, key):
        return key.upper()


class I:
    def __index__(self):
        return 7

    def __str__(self):
        return "str"

    def __repr__(self):
        return "repr"


print("%(abc)s" % D(), "%x" % I(), "%s %r %a" % (I(), I(), I()), "%5s|%-6r|" % (I(), I()))
s = "%s-"
s %= 5
print(s, b"%s %d %x %r %a" % (b"b", 5, 255, "r", "é"), b"%5.1f|%c%c" % (1.25, 65, b"B"), b"%b" % b"bytes")
for template, value in ((b"%s", "text"), (b"%d", b"5"), (b"%c", 256), (b"%b", 5)):
    try:
        template % value
    except (TypeError, OverflowError) as e:
        print(type(e).__name__, e)
