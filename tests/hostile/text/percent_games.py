# printf formats that lie.
# ends: ok
class Mapping(dict):
    def __missing__(self, key):
        return self
for make in (
    lambda: "%(" * 100_000 % {},
    lambda: ("%(" + "(" * 10_000 + ")" * 10_000 + ")s") % {},
    lambda: "%" * 99_999 % (),
    lambda: "%s" * 100_000 % (),
    lambda: "%(a)s %s" % Mapping(),
    lambda: "%c" % (1 << 30),
    lambda: "%d" % "x",
):
    try:
        make()
    except (TypeError, ValueError, OverflowError, KeyError, RecursionError):
        pass
