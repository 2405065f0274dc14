# Container methods: len, getitem, setitem, delitem, contains, iter, reversed, length_hint, missing.
class Seq:
    def __init__(self, *items):
        self.items = list(items)

    def __len__(self):
        return len(self.items)

    def __getitem__(self, key):
        print(f"get {key!r}", end=" ")
        return self.items[key]

    def __setitem__(self, key, value):
        print(f"set {key!r}={value!r}", end=" ")
        self.items[key] = value

    def __delitem__(self, key):
        print(f"del {key!r}", end=" ")
        del self.items[key]


s = Seq(1, 2, 3)
print(len(s), s[0], s[-1], s[1:], s[::2], bool(s), bool(Seq()))
s[0] = 10
s[1:2] = [20, 21]
del s[0]
print(s.items)
print(list(s), 21 in s, list(reversed(s)), [*s], max(s), sum(s), s[-1])
a, b, c = s
print(a, b, c, sorted(s), tuple(s), list(enumerate(s)), list(zip(s, "ab")))


class Key:
    def __getitem__(self, key):
        return key


k = Key()
print(k[1], k[1, 2], k[1:2], k[1:2, ::3], k[...], k[()], k[(1,)], k["a":], k[:], k[None:5:"x"], k[*"ab"], k[lambda: 0].__name__)


class Contains:
    def __contains__(self, item):
        return item


print(5 in Contains(), 0 in Contains(), [] not in Contains(), "x" in Contains())


class IterOnly:
    def __iter__(self):
        print("iter", end=" ")
        return iter([1, 2, 3])


print(2 in IterOnly(), 9 in IterOnly(), list(IterOnly()), dict.fromkeys(IterOnly()))


class Hint:
    def __init__(self, hint):
        self.hint = hint

    def __iter__(self):
        return iter("ab")

    def __length_hint__(self):
        return self.hint


print(list(Hint(5)), list(Hint(NotImplemented)))
for bad in (-1, "x"):
    try:
        print(list(Hint(bad)))
    except (ValueError, TypeError) as e:
        print(e)


class NoContainer:
    pass


x = NoContainer()
for source in ("len(x)", "x[0]", "1 in x", "iter(x)", "reversed(x)", "list(x)", "x[0:1]", "next(x)"):
    try:
        eval(source)
    except TypeError as e:
        print(e)
for statement in ("x[0] = 1", "del x[0]", "a, b = x", "for i in x: pass", "[*x]"):
    try:
        exec(statement)
    except TypeError as e:
        print(e)


class BadLen:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n


for n in (-1, 2 ** 70, 1.5, None, True):
    try:
        print(len(BadLen(n)))
    except (ValueError, OverflowError, TypeError) as e:
        print(type(e).__name__, e)


class Rev:
    __reversed__ = None


class RevSeq:
    def __len__(self): return 2
    def __getitem__(self, i): return "ab"[i]


print(list(reversed(RevSeq())))
try:
    reversed(Rev())
except TypeError as e:
    print(e)


class Missing(dict):
    def __missing__(self, key):
        self[key] = value = f"made {key}"
        return value


m = Missing()
print(m["a"], m.get("b"), m, "b" in m)
