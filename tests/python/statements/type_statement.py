# type aliases and type parameters (PEP 695, 696).
type Number = int
type Pair[T] = tuple[T, T]
type Recursive = list[Recursive] | None
type Lazy = not_yet_defined

print(Number, Number.__name__, Number.__value__, type(Number).__name__)
print(Pair, Pair.__type_params__, Pair.__value__, Pair[int], Pair[int].__args__)
print(Recursive.__value__)
try:
    Lazy.__value__
except NameError as e:
    print(e)
not_yet_defined = "now"
print(Lazy.__value__)


def first[T](items: list[T]) -> T:
    return items[0]


print(first([1, 2]), first.__type_params__, first.__annotations__)


def bounded[T: int, U: (str, bytes), *Ts, **P](a: T, b: U, *c: *Ts) -> None:
    pass


T, U, Ts, P = bounded.__type_params__
print(T, T.__bound__, U.__constraints__, Ts, P)
print([type(p).__name__ for p in bounded.__type_params__])
print(T.__name__, T.__bound__ is int, U.__bound__, T.__constraints__)


class Stack[T]:
    def __init__(self):
        self.items: list[T] = []

    def push(self, item: T) -> "Stack[T]":
        self.items.append(item)
        return self

    def map[U](self, f) -> list[U]:
        return [f(i) for i in self.items]


s = Stack[int]()
print(s.push(1).push(2).items, s.map(str), Stack.__type_params__)
print([b.__name__ for b in Stack.__mro__], Stack.map.__type_params__)


class Default[A = int, B = list[A]]:
    pass


a, b = Default.__type_params__
print(a.__default__, b.__default__, a.has_default(), T.has_default())


def scope():
    x = "enclosing"

    def g[T](a: x = x) -> T:
        return a
    return g()


print(scope())
type = 5
print(type)
type: int = 6
print(type)
