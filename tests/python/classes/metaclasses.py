# Metaclasses: __new__, __init__, __call__, __prepare__, keywords, inheritance, conflicts.
class Meta(type):
    @classmethod
    def __prepare__(mcls, name, bases, **kw):
        print("prepare", name, [b.__name__ for b in bases], kw)
        return {"prepared": True}

    def __new__(mcls, name, bases, namespace, **kw):
        print("new", name, sorted(k for k in namespace if not k.startswith("__")), kw)
        return super().__new__(mcls, name, bases, namespace)

    def __init__(cls, name, bases, namespace, **kw):
        print("init", name, kw)
        super().__init__(name, bases, namespace)
        cls.registry = []

    def __call__(cls, *args, **kw):
        print("call", cls.__name__, args, kw)
        instance = super().__call__(*args, **kw)
        cls.registry.append(instance)
        return instance

    def meta_method(cls):
        return f"meta method of {cls.__name__}"

    @property
    def meta_property(cls):
        return f"property of {cls.__name__}"

    def __repr__(cls):
        return f"<class {cls.__name__}>"

    def __len__(cls):
        return len(cls.registry)

    def __getitem__(cls, key):
        return cls.__name__, key

    def __iter__(cls):
        return iter("iterated")

    def __contains__(cls, x):
        return x == "in"


class C(metaclass=Meta, option=1):
    x = 1

    def __init__(self, n=0):
        self.n = n


print(C, type(C).__name__, C.prepared, C.meta_method(), C.meta_property)
c = C(5)
print(c.n, len(C), C["k"], "".join(C), "in" in C, "out" in C, len(C.registry))
try:
    c.meta_method()
except AttributeError as e:
    print(e)


class D(C):
    pass


print(type(D).__name__, D.prepared, D.registry == [])


class OtherMeta(type):
    pass


try:
    class E(C, metaclass=OtherMeta):
        pass
except TypeError as e:
    print(e)


class Both(Meta, OtherMeta):
    pass


class Other(metaclass=OtherMeta):
    pass


class F(C, Other, metaclass=Both):
    pass


print(type(F).__name__, isinstance(F, Meta), isinstance(F, OtherMeta))


def function_meta(name, bases, namespace, **kw):
    return name, bases, sorted(k for k in namespace if not k.startswith("__")), kw


class G(int, metaclass=function_meta, flag=True):
    a = 1
    b = 2


print(G)


class Singleton(type):
    instances = {}

    def __call__(cls, *args):
        if cls not in cls.instances:
            cls.instances[cls] = super().__call__(*args)
        return cls.instances[cls]


class One(metaclass=Singleton):
    def __init__(self, v):
        self.v = v


print(One(1) is One(2), One(3).v)
try:
    class H(object, keyword=1):
        pass
except TypeError as e:
    print(e)


class BadPrepare(type):
    def __prepare__(*args):
        return 5


try:
    class I(metaclass=BadPrepare):
        pass
except TypeError as e:
    print(e)


class Attr(type):
    def __getattr__(cls, name):
        return f"{cls.__name__} has no {name}"

    def __setattr__(cls, name, value):
        print("set", name)
        super().__setattr__(name, value)


class J(metaclass=Attr):
    pass


J.x = 1
print(J.x, J.y, type.__call__(C, 1).n)
