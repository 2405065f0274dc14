# str.format: fields, attributes, indexes, conversions, nested specs, errors; format_map.
print("{} {} {}".format(1, "a", None), "{0} {1} {0}".format("x", "y"), "{a} {b}".format(a=1, b=2), "{0} {k}".format("p", k="q"), "{{}} {{{}}}".format(5), "{}".format("{}"), "no fields".format(1, 2), "".format())


class P:
    x = 5

    def __init__(self):
        self.items = {"k": [10, 20]}

    def __getitem__(self, key):
        return f"item {key!r}"


p = P()
print("{0.x} {0.items[k]} {0.items[k][1]} {0[a b]} {0[5]} {0[-1]} {p.x}".format(p, p=p))
print("{!r} {!s} {!a}".format("é", "é", "é"), "{0!r:>8}|{0!s:<6}|".format("a"), "{:>5}|{:<5}|{:^5}|{:*^7}|".format("a", "b", "c", "d"), "{:05d} {:x} {:.2f} {:,}".format(42, 255, 3.14159, 1234567))
print("{:{}}|{:{}{}}|{:{w}.{p}f}".format("a", 5, "b", ">", 4, 3.14159, w=8, p=2))
print("{0:{1}} {0:{width}}|".format("x", 3, width=4), "{:.3}|{:5.1}|{:.0}|".format("abcdef", "xyz", "q"), "{:s} {:d} {:c}".format("s", 5, 65), "{:%}".format(0.5), "{:e}".format(12345.678))
for source, args in (("{} {}", (1,)), ("{0} {}", (1, 2)), ("{} {0}", (1, 2)), ("{a}", ()), ("{", ()), ("}", ()), ("{0", (1,)), ("{0!}", (1,)), ("{0!x}", (1,)), ("{0!r", (1,)), ("{0:", (1,)), ("{0.}", (1,)), ("{0[}", (1,)), ("{0[a}", (1,)), ("{0.y}", (1,)), ("{0[k]}", ({},)), ("{0[9]}", ([1],)), ("{0[a]}", ([1],)), ("{:d}", ("a",)), ("{:q}", (1,)), ("{!r:d}", (1,)), ("{0!rr}", (1,)), ("{99999999999999999999}", (1,)), ("{-1}", (1,)), ("{ }", (1,)), ("{0 }", (1,)), ("{0[0]x}", ("a",)), ("{:{:{}}}", (1, 2, 3)), ("{}}", (1,)), ("{0}{1}", (1,))):
    try:
        print(repr(source), "->", source.format(*args))
    except (ValueError, IndexError, KeyError, AttributeError, TypeError) as e:
        print(repr(source), "->", type(e).__name__, e)
print("{a} {b}".format_map({"a": 1, "b": 2}))


class Default(dict):
    def __missing__(self, key):
        return f"<{key}>"


print("{x} {y}".format_map(Default(x=1)), "{x[0]}".format_map(Default()))
try:
    "{}".format_map({})
except ValueError as e:
    print(e)


class Spec:
    def __format__(self, spec):
        return f"spec={spec!r}"


print("{:anything goes here}".format(Spec()), "{0:}".format(Spec()), "{!s:>10}".format(P).endswith(">"))
rows = [("apple", 1.5, 3), ("kiwi", 0.25, 12)]
for row in rows:
    print("{:<8}|{:>6.2f}|{:^5d}|{:>8.1%}".format(*row, row[1] / 2))
print("{:{fill}{align}{width}}".format("mid", fill="*", align="^", width=11), "{0[0]}{0[2]}{1[x]}".format("abc", {"x": "X"}), "{0.real}{0.imag}".format(3 + 4j), "{:>{}s}".format("r", 4), str.format("{} {}", 1, 2))
