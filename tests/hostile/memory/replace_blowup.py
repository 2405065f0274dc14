# str.replace that makes a thousand times more.
# ends: ok
s = "a" * 100_000
for make in (
    lambda: s.replace("a", s),
    lambda: s.replace("", s),
    lambda: s.encode().replace(b"a", s.encode()),
    lambda: s.encode().replace(b"", s.encode()),
    lambda: bytearray(s.encode()).replace(b"", s.encode()),
    lambda: s.join(s),
    lambda: s.encode().join([s.encode()] * 100_000),
    lambda: s.translate({97: s}),
    lambda: s.expandtabs() and ("\t" * 100_000).expandtabs(1 << 30),
    lambda: ("\t" * 100).encode().expandtabs((1 << 31) - 1),
    lambda: s.ljust(1 << 60),
    lambda: s.center(1 << 62),
    lambda: s.zfill((1 << 63) - 1),
    lambda: s.encode().rjust((1 << 63) - 1),
    lambda: s.split("a") * 10_000,
    lambda: [*s] * 10_000,
):
    try:
        make()
    except (MemoryError, OverflowError):
        pass
    else:
        raise AssertionError(make.__code__.co_firstlineno)
