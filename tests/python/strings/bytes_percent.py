# % of bytes and bytearray.
def show(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


class AsBytes:
    def __bytes__(self):
        return b"made"


class BadBytes:
    def __bytes__(self):
        return 5


class Text:
    def __repr__(self):
        return "é"


for kind in (bytes, bytearray):
    for template, operand in (
        (b"%s", b"x"), (b"%b", b"x"), (b"%s", bytearray(b"y")), (b"%s", "x"), (b"%b", 1), (b"%s", AsBytes()), (b"%s", BadBytes()), (b"%s", None), (b"%s", (b"x",)), (b"%s %s", (b"x",)), (b"%s", (b"x", b"y")), (b"x", b"y"), (b"x", 1), (b"x", {}), (b"x", []), (b"%d", 5), (b"%5d|%-5d|%05d|%+d", (1, 2, 3, 4)), (b"%d", b"5"), (b"%d", 1.9), (b"%x%X%o", (255, 255, 8)), (b"%x", 1.5), (b"%#x", 255), (b"%f|%.2e|%g", (1.5, 2.5, 3.5)), (b"%f", "a"), (b"%c%c%c", (65, b"B", bytearray(b"C"))), (b"%c", 256), (b"%c", -1), (b"%c", "a"), (b"%c", b"ab"), (b"%c", b""), (b"%c", bytearray(b"ab")), (b"%c", 1.5), (b"%5c|%-5c|", (65, 66)), (b"%r", "é"), (b"%a", "é"), (b"%r", b"x"), (b"%a", Text()), (b"%r", Text()), (b"%10r|", 5), (b"%.2r", "abc"), (b"%5s|%-5s|%.1s", (b"a", b"b", b"cd")), (b"%%", ()), (b"%5%", ()), (b"%", ()), (b"%5", 1), (b"%y", 1), (b"%\xff", 1), (b"%(a)s", {b"a": b"x"}), (b"%(a)s", {"a": b"x"}), (b"%(a)s", b"x"), (b"%(a)s", (1,)), (b"%(a", {b"a": 1}), (b"%(a)d %(b)s", {b"a": 1, b"b": b"2"}), (b"%*d", (5, 1)), (b"%.*f", (1, 2.55)), (b"%*d", (b"5", 1)), (b"%-*d|", (5, 1)), (b"\xff%d\xfe", 1), (b"%s", ()), (b"%99999999999999999999d", 1), (b"%.99999999999d", 1), (b"%d", 1 << 70), (b"%ld", 1), (b"%i%u", (1, -2)),
    ):
        show(lambda: kind(template) % operand)
show(lambda: b"%s" % b"%d" % b"")
show(lambda: (bytearray(b"%d") % 5).append(1))
