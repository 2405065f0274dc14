# Which exceptions hasattr, getattr with default, next with default, in, and others swallow.
class C:
    @property
    def attribute(self):
        raise AttributeError("hidden")

    @property
    def value(self):
        raise ValueError("visible")


c = C()
print(hasattr(c, "attribute"), getattr(c, "attribute", "default"))
for f in (lambda: hasattr(c, "value"), lambda: getattr(c, "value", 1)):
    try:
        f()
    except ValueError as e:
        print(e)


class D(dict):
    def __missing__(self, key):
        raise KeyError(f"missing {key}")


d = D()
print(d.get("x"), "x" in d, d.pop("x", "popped"), d.setdefault("y", 1))
try:
    d["x"]
except KeyError as e:
    print(e)


class Eq:
    def __eq__(self, other):
        raise TypeError("eq failed")

    __hash__ = None


try:
    Eq() in [1]
except TypeError as e:
    print(e)
x = Eq()
print(x in [x], [x].count(x), [x].index(x))


class Get:
    def __getattr__(self, name):
        raise KeyError(name)


try:
    hasattr(Get(), "x")
except KeyError as e:
    print(repr(e))


class Iter:
    def __iter__(self):
        raise TypeError("own message")


for f in (list, lambda i: [*i], lambda i: dict(i), lambda i: print(*i), lambda i: 1 in i, lambda i: sum(i)):
    try:
        f(Iter())
    except TypeError as e:
        print(e)


def unpack():
    a, b = Iter()


try:
    unpack()
except TypeError as e:
    print(e)
print(("%s" % Iter())[:14])


class Len:
    def __len__(self):
        raise AttributeError("len")

    def __iter__(self):
        return iter("ab")

    def __length_hint__(self):
        raise AttributeError("hint")


try:
    list(Len())
except AttributeError as e:
    print(e)


class LenType(Len):
    def __len__(self):
        raise TypeError("swallowed by list()")

    def __length_hint__(self):
        raise TypeError("hint swallowed too")


print(list(LenType()))


class Index:
    def __index__(self):
        raise ValueError("index")


for f in (lambda: [1][Index()], lambda: "ab"[Index():], lambda: range(Index()), lambda: [1] * Index(), lambda: bytes(Index())):
    try:
        f()
    except ValueError as e:
        print(e)
