name, width, value = "näme", 12, 3.14159
print(f"{name!r:>{width}}|{value:.2f}|{value=}|{name:*^10}|{[1, 2]!s:>10}|{ {'a': 1}['a']:05d}|{1_000_000:,}")
print("%s %r %5d %-5d| %05.1f %x %% %(a)s" % {"a": 1} if 0 else "%s %r %5d|%-5d|%05.1f %x %%" % ("s", "r", 1, 2, 2.5, 255))
print("{} {0!r} {x[0]} {y.real:>8} {z:{w}}".replace("{} ", "").format("a", x=[1], y=2.5, z="q", w=5))
print("%(key)s" % {"key": "€" * 5}, "{:>10}".format("\U0001f600"), format(255, "#010b"), format("s", "<4") + "|")
from string import Formatter, Template

print(Template("$who likes ${what}").substitute(who="tim", what="kung pao"), list(Formatter().parse("a{b!r:c}d")))
for bad in "{", "{0.}", "{x}", "{:Z}":
    try:
        print(bad.format(1))
    except (ValueError, KeyError, IndexError, AttributeError) as error:
        print(type(error).__name__, error)
