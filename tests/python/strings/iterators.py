# Iterators over strings and their behaviour; unpacking; zip; enumerate; reversed; sorted.
it = iter("añ蛇")
print(next(it), next(it), next(it), next(it, "end"), next(it, "still"))
print(type(iter("abc")).__name__, type(iter("añ")).__name__)
a, b, c = "xyz"
first, *rest = "héllo"
(p, q), r = "ab", "c"
print(a, b, c, first, rest, p, q, r)
try:
    a, b = "xyz"
except ValueError as e:
    print(e)
print(list(enumerate("ab")), list(zip("abc", "蛇🐍")), dict(zip("ab", (1, 2))), list(map(ord, "aé")), list(filter(str.isdigit, "a1b2")), [*reversed("abc")], set("aab") == {"a", "b"}, tuple("ab"), dict.fromkeys("aab"), sum(c == "l" for c in "hello"))
print(sorted("bca", reverse=True), "".join(sorted("Python", key=str.swapcase)), min("zebra"), max("zebra"), any(c.isupper() for c in "abC"), all(map(str.islower, "abc")), [c for c in "hello" if c not in "aeiou"])
it = iter("abcdef")
print(list(zip(it, it)), list(it))
it = iter("abc")
for ch in it:
    print(ch, next(it, None), end=" ")
print()
print(it.__length_hint__(), iter("abc").__length_hint__(), list(iter("")), "x".join(iter("abc")), iter(it) is it)
n = iter("abcd")
next(n)
print("".join(n), "".join(n) == "")
for i, (x, y) in enumerate(zip("abc", "abd")):
    if x != y:
        print("differ at", i)
        break
print({c: i for i, c in enumerate("abca")}, [(i, c) for i, c in enumerate("ab", 5)], " ".join(f"{ord(c):02x}" for c in "aé"))
gen = (c.upper() for c in "abc")
print(next(gen), "".join(gen), [c + d for c in "ab" for d in "12"], "".join(c for pair in zip("ace", "bdf") for c in pair))
print(*"abc", sep="-", end="!\n")
print(list("a\nb"), list(""), [""] == list("") or "different", "a" in iter("abc"), len(list("🐍é")))
