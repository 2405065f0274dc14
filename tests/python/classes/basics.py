# Classes: attributes of class and instance, methods, class body, identity, type().
class Dog:
    kind = "canine"
    tricks = []

    def __init__(self, name):
        self.name = name

    def add(self, trick):
        self.tricks.append(trick)
        return self

    def __str__(self):
        return f"Dog {self.name}"


a, b = Dog("Rex"), Dog("Fido")
a.add("roll").add("beg")
print(a, b, a.kind, b.tricks, a.tricks is Dog.tricks)
a.kind = "special"
print(a.kind, b.kind, Dog.kind, a.__dict__, b.__dict__)
del a.kind
Dog.kind = "changed"
print(a.kind, b.kind)
print(a.__class__ is Dog, type(a) is Dog, type(Dog) is type, isinstance(a, Dog), Dog.__name__)
print(Dog.__module__, Dog.__qualname__, Dog.__bases__, Dog.__mro__, Dog.__base__)
print(repr(Dog), str(Dog))
print(sorted(k for k in vars(Dog) if not k.startswith("__")), type(vars(Dog)).__name__)
try:
    vars(Dog)["kind"] = 1
except TypeError as e:
    print(e)
for name in ("missing", "__secret"):
    try:
        getattr(a, name)
    except AttributeError as e:
        print(e)
    try:
        getattr(Dog, name)
    except AttributeError as e:
        print(e)


class Body:
    x = 1
    y = x + 1
    if y > 1:
        def method(self):
            return "conditional"
    for i in range(3):
        pass
    print("in the body", x, y, i)
    __private = 5

    def mangled(self):
        self.__own = self.__private
        return sorted(self.__dict__)


print(Body.i, Body().method(), Body().mangled(), Body._Body__private)


def factory(n):
    class Made:
        size = n

        class Inner:
            pass
    return Made


M1, M2 = factory(1), factory(2)
print(M1.size, M2.size, M1 is M2, M1.__qualname__, M1.Inner.__qualname__, M1.__name__ == M2.__name__)
Dyn = type("Dyn", (Dog,), {"x": 5, "hello": lambda self: f"hello {self.x} {self.name}"})
print(Dyn("d").hello(), Dyn.__name__, Dyn.__module__, isinstance(Dyn("q"), Dog))
for args in ((5, (), {}), ("n", 5, {}), ("n", (), 5), ("n", (5,), {}), ("n", (bool,), {}), ("a\0b", (), {})):
    try:
        type(*args)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
Dog.__name__ = "Cat"
print(Dog, a.__class__.__name__)
try:
    Dog.__name__ = 5
except TypeError as e:
    print(e)
a.__class__ = M1
print(type(a).__name__, a.size, a.name)
for bad in (5, int, type):
    try:
        a.__class__ = bad
    except TypeError as e:
        print(e)
