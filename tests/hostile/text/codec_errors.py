# Error handlers that return monsters.
# ends: ok
import codecs
def grow(error):
    return ("x" * 1_000_000, error.end)
def stay(error):
    return ("", error.start)
def back(error):
    return ("y", -1)
def far(error):
    return ("z", 1 << 62)
def wrong(error):
    return (None, "a")
def swap(error):
    error.object = b""
    return ("q", error.end)
def raising(error):
    raise error
for name, handler in (("grow", grow), ("far", far), ("wrong", wrong), ("swap", swap), ("raising", raising)):
    codecs.register_error("hostile." + name, handler)
    for use in (
        lambda: (b"\xff" * 100).decode("utf-8", "hostile." + name),
        lambda: ("\udc80" * 100).encode("utf-8", "hostile." + name),
        lambda: ("\u1234" * 100).encode("ascii", "hostile." + name),
        lambda: ("\u1234" * 100).encode("latin-1", "hostile." + name),
        lambda: ("\u1234" * 100).encode("cp1252", "hostile." + name),
        lambda: (b"\xff" * 101).decode("utf-16", "hostile." + name),
        lambda: (b"\xd8" * 101).decode("utf-32", "hostile." + name),
        lambda: (b"\\x" * 101).decode("unicode_escape", "hostile." + name),
        lambda: (b"+\xff" * 101).decode("utf-7", "hostile." + name),
        lambda: (b"\x81" * 101).decode("cp1252", "hostile." + name),
    ):
        try:
            use()
        except (MemoryError, IndexError, TypeError, UnicodeError, SystemError):
            pass
