# Widths and precisions that nobody can print.
# ends: ok
big = 10 ** 12
for make in (
    lambda: f"{1:{big}}",
    lambda: f"{'a':>{big}}",
    lambda: format(1.5, f".{big}f"),
    lambda: format(1, f"0{big},d"),
    lambda: format(1j, f"{big}"),
    lambda: "%*d" % (big, 1),
    lambda: "%.*f" % (big, 1.0),
    lambda: b"%*d" % (big, 1),
    lambda: "%9999999999999999999999d" % 1,
    lambda: "{:9999999999999999999999}".format(1),
    lambda: "{0:{1}}".format(1, big),
    lambda: "%0*d" % (2_000_000_000, 1),
    lambda: "%.2000000000d" % 1,
    lambda: format(10 ** 300 * 1.0, ".2000000000f"),
    lambda: round(1.5, -10 ** 30) and round(10 ** 1000, -10 ** 30) or 1 / 0,
):
    try:
        make()
    except (MemoryError, OverflowError, ValueError, ZeroDivisionError):
        pass
    else:
        raise AssertionError(make.__code__.co_firstlineno)
