# args, str and repr of exceptions; extra attributes; equality; custom __init__ and __str__.
e = ValueError("message", 5)
print(e, repr(e), e.args, str(ValueError("one")), repr(ValueError()), repr(str(ValueError())))
e.args = ("changed",)
print(e, e.args)
e.args = [1, 2]
print(e.args)
try:
    e.args = 5
except TypeError as err:
    print(err)
e.extra = "attribute"
print(e.extra, e.__dict__)
print(str(KeyError("k")), str(KeyError("k", 1)), str(KeyError()), KeyError("quote'd"))
print(ValueError("a") == ValueError("a"), e == e)


class Custom(Exception):
    def __init__(self, code, *, hint=None):
        super().__init__(f"code {code}")
        self.code, self.hint = code, hint


class OnlyStr(Exception):
    def __str__(self):
        return f"<{len(self.args)} args>"


class NoSuper(Exception):
    def __init__(self, a, b):
        self.total = a + b


c = Custom(5, hint="try again")
print(c, repr(c), c.args, c.code, c.hint, c.__dict__)
print(OnlyStr(1, 2), repr(OnlyStr(1)), NoSuper(1, 2), repr(NoSuper(1, 2)), NoSuper(1, 2).args, NoSuper(3, 4).total)
try:
    Custom()
except TypeError as err:
    print(err)
try:
    ValueError(x=1)
except TypeError as err:
    print(err)
print(StopIteration(5).value, StopIteration().value, StopIteration(1, 2).value, SystemExit(3).code, SystemExit().code, SystemExit(1, 2).code)
o = OSError(2, "No such file", "name.txt")
print(o, repr(o), o.errno, o.strerror, o.filename, o.args, type(o).__name__)
print(repr(OSError("just text")), OSError(1, "b").filename, OSError(5, "a", "f1", None, "f2"), type(OSError(17, "x")).__name__, type(OSError(13, "x")).__name__)
i = ImportError("msg", name="n", path="p")
print(i, i.name, i.path, i.msg)
n = NameError("msg", name="nm")
print(n, n.name)
s = SyntaxError("bad", ("file.py", 3, 5, "text line", 3, 9))
print(s, s.msg, s.filename, s.lineno, s.offset, s.text, s.end_lineno, s.end_offset)
u = UnicodeDecodeError("utf-8", b"ab\xff", 2, 3, "reason")
print(u, u.encoding, u.object, u.start, u.end, u.reason)
u = UnicodeEncodeError("ascii", "a\xe9\u1234", 1, 3, "ordinal not in range")
print(u)
print(UnicodeEncodeError("ascii", "a\xe9", 1, 2, "r"), UnicodeTranslateError("\u1234", 0, 1, "r"))
try:
    UnicodeDecodeError("utf-8")
except TypeError as err:
    print(err)


class StrRaises(Exception):
    def __str__(self):
        raise RuntimeError("in str")


try:
    str(StrRaises())
except RuntimeError as err:
    print(err)
print(isinstance(e, Exception), BaseException().args, BaseException("x").__str__())
