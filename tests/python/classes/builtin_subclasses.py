# Subclasses of builtin types: extra attributes, overridden methods, results of operations.
class L(list):
    def __init__(self, *args, tag="none"):
        super().__init__(*args)
        self.tag = tag

    def append(self, x):
        super().append(x * 2)

    def __getitem__(self, key):
        got = super().__getitem__(key)
        return L(got, tag=self.tag) if isinstance(key, slice) else got


a = L([1, 2], tag="t")
a.append(5)
a.extend([7])
a += [8]
print(a, a.tag, type(a[1:]).__name__, a[1:].tag, type(a + [1]).__name__, type(a * 2).__name__, type(a.copy()).__name__)
print(a == [1, 2, 10, 7, 8], isinstance(a, list), len(a), sorted(a), repr(a), L([3]) < [4])


class D(dict):
    def __setitem__(self, k, v):
        super().__setitem__(k, f"<{v}>")

    def __getattr__(self, name):
        return self[name]


d = D(a=1)
d["b"] = 2
d.update(c=3)
print(d, d.b, {**d}, dict(d), type(d.copy()).__name__, d.get("a"), type(d | {}).__name__, D.fromkeys("xy", 1))


class I(int):
    def __add__(self, other):
        return I(int(self) + int(other) + 1000)

    def __str__(self):
        return f"I({int(self)})"


i = I(5)
i.extra = "attr"
print(i, i + 1, 1 + i, i * 2, type(i * 2).__name__, i.extra, i == 5, {5: "five"}[i], [10, 20, 30, 40, 50, 60][i], range(i))
print(sum([I(1), I(2)]), I(7).bit_length(), type(+i).__name__, int(i), type(int(i)).__name__, I("ff", 16))


class S(str):
    def upper(self):
        return "custom upper"

    def __eq__(self, other):
        return str.__eq__(self.lower(), str(other).lower())

    __hash__ = str.__hash__


s = S("AbC")
s.note = "attr"
print(s, s.upper(), s.lower(), s == "aBc", "ABC" == s, s.note, type(s + "x").__name__, type(s[:]).__name__, s in ["abc"])


class T(tuple):
    __slots__ = ()
    x = property(lambda self: self[0])
    y = property(lambda self: self[1])

    def __add__(self, other):
        return T(a + b for a, b in zip(self, other))


t = T((1, 2))
print(t + (10, 20), t.x, t.y, type(t * 2).__name__, t == (1, 2), {t: "k"}[(1, 2)])
try:
    t.z = 1
except AttributeError as e:
    print(e)


class F(float):
    def __repr__(self):
        return f"F<{float(self)}>"


class St(set):
    def add(self, x):
        super().add(abs(x))


st = St([1, -2])
st.add(-3)
print([F(1.5)], F(2) + 1, sorted(st), type(st | {5}).__name__, type(st.copy()).__name__, F("1e3"), type(F(1) * 2).__name__)


class E(Exception):
    def __init__(self, code):
        super().__init__(f"code {code}")
        self.code = code


class B(bytes):
    pass


class BA(bytearray):
    pass


class FS(frozenset):
    pass


class C(complex):
    pass


print(repr(B(b"ab")), B(b"x") + b"y", repr(BA(b"c")), sorted(FS([2, 1])), hash(FS([1])) == hash(frozenset([1])), C(1, 2), repr(E(5)))
try:
    raise E(7)
except Exception as e:
    print(e, e.code, e.args)


class Type(type):
    def __call__(cls, *a):
        return ("called", a)


print(Type("X", (), {})(1), isinstance(Type("Y", (), {}), type))
