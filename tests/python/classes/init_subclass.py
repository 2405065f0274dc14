# __init_subclass__ and __set_name__, __class_getitem__, __mro_entries__.
class Plugin:
    found = []

    def __init_subclass__(cls, /, name=None, **kw):
        super().__init_subclass__(**kw)
        Plugin.found.append((cls.__name__, name))


class A(Plugin, name="alpha"):
    pass


class B(Plugin):
    pass


class C(A, name="gamma"):
    pass


print(Plugin.found)
try:
    class D(Plugin, unknown=1):
        pass
except TypeError as e:
    print(e)


class Field:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
        self.name = name

    def __get__(self, obj, cls):
        return self if obj is None else obj.__dict__.get(self.name, "unset")

    def __set__(self, obj, value):
        obj.__dict__[self.name] = value * 2


class Model:
    first = Field()
    second = third = Field()


m = Model()
m.first = 5
print(m.first, m.second, m.__dict__)
Model.late = Field()
print(hasattr(Model.late, "name"))


class BadName:
    def __set_name__(self, owner, name):
        raise ValueError("bad name")


try:
    class E:
        x = BadName()
except ValueError as e:
    print(e, e.__notes__)


class Generic:
    def __class_getitem__(cls, item):
        return f"{cls.__name__}[{item!r}]"


class Sub(Generic):
    pass


print(Generic[int], Sub[1, 2], Sub["k"])
try:
    Generic()[0]
except TypeError as e:
    print(e)
try:
    A[int]
except TypeError as e:
    print(e)


class Entries:
    def __mro_entries__(self, bases):
        print("mro_entries", len(bases))
        return (dict, Generic)


class F(Entries()):
    pass


print(F.__bases__, [k.__name__ for k in F.__mro__], hasattr(F, "__orig_bases__"))
print(list[int], dict[str, int], tuple[int, ...], list[int].__origin__, list[int].__args__, type[int])
print(list[int]([1, 2]), isinstance([], list), list[int] == list[int], set[int] | None)


class Order:
    log = []

    def __init_subclass__(cls):
        Order.log.append("init_subclass")


class Logging:
    def __set_name__(self, owner, name):
        Order.log.append("set_name")


class G(Order):
    f = Logging()


print(Order.log)
