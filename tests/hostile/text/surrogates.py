# Lone surrogates everywhere.
# ends: ok
s = "\ud800\udfff" * 1000
for use in (
    lambda: s.encode(), lambda: exec(s), lambda: compile(s, s, "exec"), lambda: __import__(s), lambda: getattr(1, s),
    lambda: type(s, (), {}), lambda: {}.__getitem__(s), lambda: int(s), lambda: float(s), lambda: print(s, file=None),
    lambda: open(s), lambda: eval(s, {s: 1}), lambda: exec("raise ValueError(x)", {"x": s}), lambda: bytes(s, "utf-8"),
    lambda: s.encode("idna"), lambda: s.encode("punycode"), lambda: s.encode("utf-16"), lambda: s.encode("utf-7"),
):
    try:
        use()
    except (ValueError, TypeError, KeyError, AttributeError, ImportError, SyntaxError, OSError, RuntimeError):
        pass
assert s.isidentifier() is False and ascii(s).startswith("'\\ud800")
