# str: split, rsplit, splitlines, partition, rpartition, join.
print("a b  c".split(), " a  b ".split(), "".split(), "   ".split(), "a,b,,c".split(","), ",".split(","), "".split(","), "abc".split(","), "a--b--c".split("--"), "aXbXc".split("X", 1))
print("a b c d".split(None, 2), "  a b  c ".split(None, 1), "a b c".split(maxsplit=1), "a,b,c".split(",", 0), "a,b,c".split(sep=",", maxsplit=-1), "a\tb\nc\r\nd\x0be\x0cf".split(), "a\u00a0b\u2003c".split(), "x".split(None, 0))
print("a b c d".rsplit(None, 2), "a,b,c,d".rsplit(",", 2), "a,b".rsplit(",", 5), " a b ".rsplit(None, 1), "".rsplit(), "aaa".split("a"), "aaa".rsplit("aa"), "aaa".split("aa"))
for f in (lambda: "a".split(""), lambda: "a".rsplit(""), lambda: "a".split(5), lambda: "a".partition(""), lambda: "a".partition(5), lambda: "a".split(",", "x"), lambda: "a".split(",", 1, 2)):
    try:
        f()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
print("a\nb\r\nc\rd".splitlines(), "a\nb\n".splitlines(), "a\nb\n".splitlines(True), "".splitlines(), "\n".splitlines(), "\n\n".splitlines(), "a\x0bb\x0cc\x1cd\x1de\x1ef\x85g\u2028h\u2029i".splitlines(), "one".splitlines(keepends=True), "a\r\n\r\nb".splitlines(True))
print("key=value=x".partition("="), "key=value=x".rpartition("="), "none".partition("="), "none".rpartition("="), "=".partition("="), "a::b".partition("::"), "蛇=🐍".partition("="))
print(",".join(["a", "b", "c"]), "".join([]), "-".join(["one"]), "".join(c * 2 for c in "abc"), ", ".join(("x", "y")), "-".join("abc"), " ".join({"k": 1, "l": 2}), "蛇".join("ab"), "".join(["a", "蛇", "🐍"]), "--".join(["", "", ""]))
for bad in ([1], ["a", None], ["a", b"b"], 5, None, ["ok", ["x"]]):
    try:
        ",".join(bad)
    except TypeError as e:
        print(e)


class Sub(str):
    pass


print("".join([Sub("a"), "b"]), Sub("-").join("xy"), type("".join([Sub("a")])).__name__, Sub("a b").split(), type(Sub("a b").split()[0]).__name__)
words = "the quick brown fox".split()
print([w[::-1] for w in words], " ".join(w.capitalize() for w in words), max(words, key=len), {w: len(w) for w in words})
line = "x" * 100 + "," + "y" * 100
print([len(p) for p in line.split(",")], ",".join(line.split(",")) == line, len(" ".join(str(i) for i in range(1000))))
text = "\n".join(f"line {i}" for i in range(5))
print(text.splitlines()[3], len(text.split("\n")), text.partition("\n")[0], text.rpartition(" ")[2])
for n in range(6):
    for parts in (["a"] * n, [""] * n, ["ab", "c"] * n):
        if parts:
            assert ";".join(parts).split(";") == parts
            assert ";;".join(parts).rsplit(";;") == parts
