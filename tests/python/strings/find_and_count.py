# str: find, rfind, index, rindex, count, startswith, endswith, in; with ranges.
s = "abracadabra"
print(s.find("a"), s.find("a", 1), s.find("a", 1, 3), s.find("cad"), s.find("z"), s.find(""), s.find("", 5), s.find("", 50), s.find("abra", 1), s.find("a", -3), s.find("a", -1), s.find("r", -100))
print(s.rfind("a"), s.rfind("a", 0, 10), s.rfind("abra"), s.rfind("z"), s.rfind(""), s.rfind("", 0, 3), s.rfind("abra", 0, 10))
print(s.index("bra"), s.rindex("bra"), s.index("a", 5), s.rindex("a", 0, -1))
for f in (lambda: s.index("z"), lambda: s.rindex("z"), lambda: s.index("a", 100), lambda: s.index(5), lambda: s.find(None), lambda: s.find("a", "b"), lambda: s.count(1), lambda: s.find()):
    try:
        print(f())
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
print(s.count("a"), s.count("abra"), s.count("a", 3), s.count("a", 3, 6), s.count("z"), s.count(""), "".count(""), "aaaa".count("aa"), s.count("", 3, 5), "abc".count("", 10), "abc".count("", 3))
print(s.startswith("abra"), s.startswith("bra"), s.startswith("bra", 1), s.startswith(("x", "ab")), s.startswith(""), s.startswith("", 100), s.startswith("", 11), s.startswith(()), s.startswith("abra", 0, 3), s.startswith("dab", -5))
print(s.endswith("bra"), s.endswith(("x", "a")), s.endswith("abr", 0, -1), s.endswith(""), s.endswith("abracadabraabra"), s.endswith("a", 0, 1), s.endswith(()))
for f in (lambda: s.startswith(5), lambda: s.endswith(["a"]), lambda: s.startswith(("a", 5)), lambda: s.startswith(("z", 5)), lambda: s.startswith()):
    try:
        print(f())
    except TypeError as e:
        print(e)
u = "Straße 蛇🐍 ende 蛇"
print(u.find("蛇"), u.rfind("蛇"), u.find("🐍"), u.count("蛇"), u.startswith("Straße"), u.endswith("蛇"), u.find("ß"), "é" in u, u.index("e", 6), "🐍" in "ascii", "ab".find("蛇"), u.find("🐍 e"))
long = "ab" * 500 + "needle" + "ab" * 500
print(long.find("needle"), long.rfind("needle"), long.find("needles"), long.count("ab"), long.count("ba"), long.find("abn"), long.rfind("eab"), "needle" in long, long.index("dle"))
pattern = "aaab"
text = "a" * 50 + "b" + "a" * 10
print(text.find(pattern), text.rfind(pattern), text.count("aab"), text.find("ba"), text.find("bb"))
for n in range(1, 40):
    hay = "x" * n + "yz" + "x" * n
    assert hay.find("yz") == n and hay.rfind("yz") == n and hay.find("zy") == -1 and hay.count("x") == 2 * n
    assert ("x" * n in hay) and ("x" * (n + 1) not in hay)
