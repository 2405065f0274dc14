# str methods called through the class, on subclasses and with keyword arguments; dunder methods.
print(str.upper("a"), str.join("-", ["a", "b"]), list(map(str.strip, [" a ", "b "])), sorted(["b", "A", "c"], key=str.lower), str.__add__("a", "b"), "a".__contains__("a"), "abc".__getitem__(slice(1, None)), "abc".__len__(), "a".__mul__(3), "a".__rmul__(2), "%s".__mod__("x"), "a".__eq__("a"), "a".__lt__("b"), "a".__ne__(5), "a".__hash__() == hash("a"))
print("abc".__iter__().__next__(), "a".__str__(), "a".__repr__(), "a".__format__(">3"), "a".__class__, "a".__sizeof__() > 0, "a".__getnewargs__(), str.__name__, "a".__doc__ is not None)
for f in (lambda: str.upper(5), lambda: str.join(5, []), lambda: "a".upper(1), lambda: "a".nope(), lambda: str.__add__("a", 1), lambda: "a".__add__(1), lambda: "a".__mul__("b"), lambda: "a".__getitem__("x"), lambda: "a".split(bad=1), lambda: "a".encode(bad=1), lambda: "abc".find("a", 1, 2, 3)):
    try:
        print(f())
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)


class S(str):
    def __new__(cls, value, extra=None):
        self = super().__new__(cls, value)
        self.extra = extra
        return self

    def __add__(self, other):
        return S(str.__add__(self, other), self.extra)

    def __getitem__(self, key):
        return S(super().__getitem__(key), "sliced")

    def __len__(self):
        return 99

    def __iter__(self):
        return iter("custom")

    def __contains__(self, item):
        return item == "magic"


s = S("hello", extra=5)
print(s, s.extra, s + "!", (s + "!").extra, s[1:].extra, len(s), list(s), "magic" in s, "hell" in s, s == "hello", {s: 1}["hello"], s.upper(), type(s.upper()).__name__, "".join([s, s]), f"{s}", s.startswith("he"), hash(s) == hash("hello"))
print(isinstance(s, str), str(s), type(str(s)).__name__, repr(s), s * 2, type(s * 2).__name__, "x" + s, type("x" + s).__name__, sorted([S("b"), S("a")]), max(S("a"), "b"), s.replace("l", "L"), str.__len__(s))


class Weird(str):
    def __eq__(self, other):
        return True

    def __hash__(self):
        return 1

    def __str__(self):
        return "weird str"


w = Weird("actual")
print(w == "anything", w != "anything", w in ["zzz"], str(w), f"{w}", "%s" % w, w + "", "{}".format(w), print(w, end=" "))
