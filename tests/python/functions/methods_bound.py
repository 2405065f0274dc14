# Bound methods: binding, equality, attributes, storing, calling through the class.
class C:
    def __init__(self, n):
        self.n = n

    def get(self, extra=0):
        """doc"""
        return self.n + extra

    @classmethod
    def make(cls, n):
        return cls(n)

    @staticmethod
    def double(n):
        return n * 2


a, b = C(1), C(2)
m = a.get
print(m(), m(5), C.get(b), C.get(b, 10), m.__self__ is a, m.__func__ is C.get, m.__name__, m.__doc__)
print(a.get == a.get, a.get is a.get, a.get == b.get, hash(a.get) == hash(a.get))
print(C.make(3).n, a.make(4).n, C.make.__self__ is C, C.double(4), a.double is C.double)
print([f() for f in (a.get, b.get)], list(map(a.get, [1, 2])))
print(type(m).__name__, type(C.get).__name__, type(C.make).__name__, type(C.double).__name__)
a.own = lambda: "no self"
print(a.own())
a.get = lambda: "instance wins"
print(a.get(), C.get(a))
del a.get
print(a.get())


def added(self, k):
    return self.n * k


C.times = added
print(a.times(7), a.times.__qualname__)
Method = type(m)
bound = Method(added, b)
print(bound(3), bound.__self__.n)
try:
    Method(5, b)
except TypeError as e:
    print(e)
try:
    Method(added, None)
except TypeError as e:
    print(e)
try:
    m.attr = 1
except AttributeError as e:
    print(e)
added.attr = 5
print(a.times.attr)
upper = "abc".upper
print(upper(), upper.__self__, upper.__name__, str.upper("x"), [].append.__self__)
items = []
add = items.append
for i in range(3):
    add(i)
print(items, add == items.append, add == [].append)


class Callable:
    def __call__(self, *args):
        return args


class D:
    plain = Callable()
    built = len
    cls = int
    lam = lambda self: "bound lambda"


d = D()
print(d.plain(1), d.built("ab"), d.cls("7"), d.lam())
dict_get = {"a": 1}.get
print(dict_get("a"), dict_get("b", 2), dict.get({"c": 3}, "c"))
