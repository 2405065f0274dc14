# str: construction, concatenation, repetition, length, indexing, membership, iteration.
s = "Pitviper"
print(len(s), s[0], s[-1], s[3], s + "!", s * 2, s * 0, s * -1, 3 * "ab", "" + s + "", "a" "b" 'c')
print("vip" in s, "x" in s, "" in s, s in s, "V" not in s, list("abc"), [*"äöü"], *"xy", sorted("hello"), "".join(reversed(s)))
print(str(), str(5), str(None), str(1.5), str([1, "a"]), str(b"bytes", "ascii"), str(b"b", encoding="utf-8", errors="strict"), str(object=3), str("x"))
for bad in (10, -9):
    try:
        s[bad]
    except IndexError as e:
        print(e)
for bad in ("a", 1.0, None):
    try:
        s[bad]
    except TypeError as e:
        print(e)
for f in (lambda: s + 1, lambda: 1 + s, lambda: s * "a", lambda: s * 1.5, lambda: s - "a", lambda: 1 in s, lambda: s < 1, lambda: None in "a", lambda: "a" + b"b"):
    try:
        f()
    except TypeError as e:
        print(e)
try:
    s[0] = "x"
except TypeError as e:
    print(e)
try:
    del s[0]
except TypeError as e:
    print(e)
print("a" < "b", "a" < "B", "abc" < "abd", "abc" < "abcd", "" < "a", "a" == "a", "a" != "b", "Z" < "a", "10" < "9", "é" > "z", "\U0001F40D" > "\uffff")
print(max("hello"), min("hello"), max(["aa", "b"]), "a" <= "a" >= "a", "abc" == "".join(["a", "b", "c"]))
a = "join"
b = "".join(["jo", "in"])
print(a == b, hash(a) == hash(b), {a: 1}[b], b in {a}, [a].index(b))
total = ""
for c in "abc":
    total += c * 2
print(total, "a\tb".expandtabs(4), "one" if s else "none", bool(""), not "", "" or "default")
t = "x" * 1000
print(len(t + "y"), (t + "y")[-2:], len(t * 10), t.count("x"), t == "x" * 1000, t != "x" * 999 + "y")
for i, c in enumerate("añ蛇🐍"):
    print(i, c, ord(c), chr(ord(c)) == c, len(c), c.encode())
