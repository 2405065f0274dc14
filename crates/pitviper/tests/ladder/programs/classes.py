class Base:
    registry = {}

    def __init_subclass__(cls, /, tag=None, **rest):
        super().__init_subclass__(**rest)
        cls.registry[tag] = cls.__name__

    def describe(self):
        return "base"


class Meta(type):
    @classmethod
    def __prepare__(meta, name, bases, **rest):
        return {"prepared": True}

    def __new__(meta, name, bases, space, **rest):
        return super().__new__(meta, name, bases, dict(space, extra=len(space)), **rest)


class First(Base, tag="one", metaclass=Meta):
    def describe(self):
        return "first+" + super().describe()


class Second(Base, tag="two"):
    __slots__ = ("a", "b")

    def describe(self):
        return "second+" + super().describe()


class Descriptor:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner=None):
        return self if instance is None else getattr(instance, self.name, "unset")

    def __set__(self, instance, value):
        setattr(instance, self.name, [value])


class Third(First, tag="three"):
    value = Descriptor()

    @property
    def size(self):
        return 3

    @staticmethod
    def static(x):
        return x

    @classmethod
    def build(cls, *args):
        return cls()


third = Third.build(1)
third.value = 5
print(third.describe(), third.value, third.size, Third.static(1), Third.extra, Third.prepared, Base.registry)
second = Second()
second.a, second.c = 1, 2
print(second.describe(), second.a, second.__dict__)
print([base.__name__ for base in Third.__mro__], type("Dynamic", (Second,), {"x": 1}, tag="d").__name__)
Third.__bases__ = (Base,)
print(third.describe() if hasattr(Third, "describe") else None)
try:
    type("Bad", (First, Second, Base), {"__slots__": ("x", "x y")})
except TypeError as error:
    print("TypeError")
for number in range(40):
    setattr(third, f"field{number}", number)
print(len(third.__dict__), third.field39)
