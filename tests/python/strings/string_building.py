# str: building large strings in several ways gives the same; interning by value not required.
parts = [f"{i}," for i in range(2000)]
a = ""
for p in parts:
    a += p
b = "".join(parts)
c = ""
for p in reversed(parts):
    c = p + c
d = "%s" * len(parts) % tuple(parts)
e = "{}" * len(parts)
e = e.format(*parts)
f = str()
f = f.join(parts)
print(len(a), a == b == c == d == e == f, hash(a) == hash(f), a[:20], a[-10:])
table = {a: "found"}
print(table[b], b in {c}, [d].index(e))
import sys
x = sys.intern("".join(["inter", "ned"]))
y = sys.intern("".join(["int", "erned"]))
print(x is y, x == "interned", sys.intern("interned") is x)
try:
    sys.intern(5)
except TypeError as err:
    print(err)
s = "ab" * 10
t = s
s += "c"
print(t, s, t is s)
print(s[:] is s, s.strip() == s, str(s) is s, s * 1 == s, "" + s == s)
words = {}
for w in ("the cat and the dog and the bird " * 50).split():
    words[w] = words.get(w, 0) + 1
print(words, sorted(words, key=lambda w: (-words[w], w)))
rev = ""
for ch in "palindrome":
    rev = ch + rev
print(rev, "".join(sorted(set("mississippi"))), "".join(dict.fromkeys("mississippi")))
enc = "".join(f"{len(list(g))}{k}" for k, g in __import__("itertools").groupby("aaabbc"))
print(enc, "".join(c * int(n) for n, c in zip(enc[::2], enc[1::2])))
out = []
for n in range(1, 16):
    out.append("FizzBuzz" if n % 15 == 0 else "Fizz" if n % 3 == 0 else "Buzz" if n % 5 == 0 else str(n))
print(" ".join(out))
caesar = lambda text, k: "".join(chr((ord(c) - 97 + k) % 26 + 97) if c.islower() else c for c in text)
print(caesar("hello world", 3), caesar(caesar("hello world", 3), -3))
big = "0123456789" * 100000
print(len(big), big[123456], big.count("9"), big.find("90"), len(big.replace("5", "five")), hash(big) == hash("0123456789" * 100000), len(big.split("0")), big[::100000])
