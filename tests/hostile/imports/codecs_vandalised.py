# Codec search functions that lie and loop.
# ends: ok
import codecs
class Info(tuple): pass
for result in (5, (1, 2, 3, 4), (lambda *a: 5,) * 4, (lambda *a: ("x", 5),) * 4, (lambda *a: 1 / 0,) * 4, None, "abcd", codecs.CodecInfo(len, len), Info((1,))):
    def search(name):
        return result if name.startswith("hostile") else None
    codecs.register(search)
    for use in (lambda: "x".encode("hostile1"), lambda: b"x".decode("hostile1"), lambda: codecs.lookup("hostile1"), lambda: codecs.open("x", encoding="hostile1") if False else None, lambda: exec(b"# coding: hostile1\nx"), lambda: str(b"x", "hostile1")):
        try:
            use()
        except (LookupError, TypeError, ZeroDivisionError, SyntaxError, AttributeError, ValueError, NameError):
            pass
    codecs.unregister(search)
def loop(name):
    if name == "hostile2":
        return codecs.lookup(name)
codecs.register(loop)
try:
    "x".encode("hostile2")
except (RecursionError, LookupError):
    pass
codecs.unregister(loop)
