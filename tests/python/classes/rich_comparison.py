# Rich comparison: reflection, NotImplemented, default identity, subclass priority, results of any type.
class Log:
    def __init__(self, name):
        self.name = name

    def __lt__(self, o): print(f"{self.name}.lt", end=" "); return NotImplemented
    def __le__(self, o): print(f"{self.name}.le", end=" "); return NotImplemented
    def __gt__(self, o): print(f"{self.name}.gt", end=" "); return NotImplemented
    def __ge__(self, o): print(f"{self.name}.ge", end=" "); return NotImplemented
    def __eq__(self, o): print(f"{self.name}.eq", end=" "); return NotImplemented
    def __ne__(self, o): print(f"{self.name}.ne", end=" "); return NotImplemented


a, b = Log("a"), Log("b")
for sign in ("<", "<=", ">", ">=", "==", "!="):
    try:
        print(eval(f"a {sign} b"))
    except TypeError as e:
        print(e)
    try:
        print(eval(f"1 {sign} a"))
    except TypeError as e:
        print(e)


class Ver:
    def __init__(self, *parts):
        self.parts = parts

    def __eq__(self, other):
        return self.parts == other.parts if isinstance(other, Ver) else NotImplemented

    def __lt__(self, other):
        return self.parts < other.parts

    def __repr__(self):
        return ".".join(map(str, self.parts))


v1, v2, v3 = Ver(1, 2), Ver(1, 10), Ver(1, 2)
print(v1 == v3, v1 != v3, v1 == v2, v1 != v2, v1 < v2, v1 > v2, v1 == 5, v1 != 5, 5 == v1)
print(sorted([v2, v1, Ver(0, 9)]), min(v2, v1), max([v1, v2]), v1 in [v3], [v2, v3].index(v1), [v1, v3].count(v1))
try:
    v1 <= v2
except TypeError as e:
    print(e)
try:
    hash(v1)
except TypeError as e:
    print(e)


class Base:
    def __eq__(self, other): return "Base.eq"
    def __lt__(self, other): return "Base.lt"
    def __gt__(self, other): return "Base.gt"


class Derived(Base):
    def __eq__(self, other): return "Derived.eq"
    def __gt__(self, other): return "Derived.gt"


print(Base() == Derived(), Base() < Derived(), Derived() < Base(), Base() > Derived(), Base() != Base())


class Plain:
    pass


p = Plain()
print(p == p, p != p, p == Plain(), p is p, p == 1, p in [p], [p] == [p], (p,) == (Plain(),))


class NeverEqual:
    def __eq__(self, other):
        return False


n = NeverEqual()
print(n == n, n != n, n in [n], [n] == [n], [n].index(n), [n].count(n), {1: n} == {1: n}, (n,) == (n,), [n].remove(n))


class NotEq:
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return True


print(NotEq() == 1, NotEq() != 1, 1 == NotEq(), NotEq() in [5], 7 in [NotEq()])


class Raises:
    def __eq__(self, other):
        raise ValueError("compared")


for f in (lambda: Raises() == 1, lambda: 1 in [Raises()], lambda: [Raises()] == [1], lambda: [1, 2].index(Raises())):
    try:
        print(f())
    except ValueError as e:
        print(e)
print(object.__eq__(1, 2), object().__lt__(1), (1).__eq__("a"), (1).__lt__(2))
print(NotImplemented, type(NotImplemented).__name__)
try:
    bool(NotImplemented)
except TypeError as e:
    print(e)
