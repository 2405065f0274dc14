# Annotations: lazily evaluated, on variables, functions, classes; what they leave behind.
x: int = 5
y: "forward"
z: no_such_name_anywhere
print(x, "y" in globals(), "z" in globals())


def f(a: int, b: str = "s", *args: float, c: Later = None, **kw: dict) -> list:
    local: undefined = 3
    other: undefined
    return local


class Later:
    pass


print(f(1))
print({k: getattr(v, "__name__", v) for k, v in f.__annotations__.items()})
print(f.__annotations__ is f.__annotations__)


class C:
    a: int
    b: str = "b"
    c: "text" = 3
    (d): int = 4
    print("d" in locals())


print(C.__annotations__, hasattr(C, "a"), C.b, C.c, C.d)


class Broken:
    value: missing


try:
    Broken.__annotations__
except NameError as e:
    print(e)
missing = 7
print(Broken.__annotations__)

o = C()
o.attr: int = 5
items = [0]
items[0]: int = 9
print(o.attr, items)


def g():
    try:
        print(unset)
    except UnboundLocalError as e:
        print(e)
    unset: int


g()
f.__annotations__ = {"q": 1}
print(f.__annotations__)
f.__annotations__["r"] = 2
print(f.__annotations__)
del f.__annotations__
print(f.__annotations__)
print((lambda x: x).__annotations__, callable(f.__annotate__), g.__annotate__)
print(C.__annotate__(1))
try:
    C.__annotate__(3)
except NotImplementedError:
    print("format 3 is not built in")


def nested():
    kind = "local kind"

    def inner(a: kind) -> kind:
        pass
    kind = "changed"
    return inner.__annotations__


print(nested())
import sys
main = sys.modules["__main__"]
try:
    main.__annotations__
except NameError as e:
    print(e)
no_such_name_anywhere = "now it is"
print(main.__annotations__)
