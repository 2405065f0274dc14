import abc


class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...


class Square(Shape):
    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side**2


class Loud(str):
    def __add__(self, other):
        return Loud(super().__add__(other).upper())


class Table(dict):
    def __setitem__(self, key, value):
        super().__setitem__(key, [value])


try:
    Shape()
except TypeError as error:
    print(error)
table = Table(a=1)
table["b"] = 2
print(Square(3).area(), isinstance(Square(1), Shape), Loud("a") + "b", table, Shape.register(int), isinstance(5, Shape))


class Error(LookupError):
    def __str__(self):
        return "custom text"


try:
    raise Error(1) from KeyError(2)
except LookupError as error:
    print(error, error.__cause__, error.__suppress_context__)
