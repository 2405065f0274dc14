# s += t: strings that grow in place are seen by nobody else.
def f():
    s = "a"
    keep = []
    for i in range(300):
        s += chr(97 + i % 26) * (i % 7)
        if i % 10 == 0:
            keep.append(s)
        if i % 50 == 49:
            s += "é"
        if i == 150:
            s += "蛇"
        if i == 250:
            s += "🐍"
    print(len(s), hash(s) == hash("".join(list(s))), [len(k) for k in keep][-3:], s[-5:], keep[3])
    d = {s: 1}
    t = s
    s += "x"
    print(d[t], s in d, s == t + "x", t == s[:-1])
    h = hash(s); s += "yz"; print(hash(s) == h, {s: 5}[s])
    return s
r = f()
def g():
    s = "abc" + str(len(r))
    s += s
    s += s
    a = b = s + "q"
    a += "1"
    print(s, a, b)
    for i in range(3):
        yield s
        s += str(i)
print(list(g()))
def h():
    s = ""
    def inner():
        nonlocal s
        s += "z"
        return s
    for _ in range(5): inner()
    x = s
    s += "!"
    return x, s
print(h())
class C: pass
c = C(); c.s = "a"
for i in range(5): c.s += "b"
l = ["a"]
for i in range(5): l[0] += "c"
print(c.s, l)
g1 = "glob"
for i in range(1000): g1 += "x" * (i % 3)
print(len(g1), g1[:10])
def k(s):
    t = s
    s += "1"
    return s, t
print(k("ab"), k("x" * 50))
def m(*a, s="dflt"):
    s += "+"
    for x in a: s += x
    return s
print(m("p", "q"), m("p"), m())
def n():
    s = "start"
    try:
        s += 5
    except TypeError as e:
        print(e, s)
    s += "ok"
    w = (s := s + "!") + s
    return s, w, (s + "a") + "b" + s + "c"
print(n())
def big():
    s = "q"
    for i in range(9):
        s += s[: len(s) // 2 + 1]
        s = s + s
    return len(s), s.count("q")
print(big())
def ids():
    s = "abcdef" * 3
    s += "g"
    seen = []
    for i in range(40):
        t = s
        seen.append(t)
        s += "h"
    return [len(x) for x in seen] == list(range(19, 59)), len(set(seen))
print(ids())
def deflt():
    s = "%s-%d" % ("a", 1)
    for i in range(10): s = s + "," + str(i)
    return s
print(deflt())
