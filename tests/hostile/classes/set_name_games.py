# __set_name__, __init_subclass__, __prepare__, __class_getitem__ that vandalise the class in the making.
# ends: ok
class V:
    def __set_name__(self, owner, name):
        for key in list(vars(owner)):
            if not key.startswith("__"):
                delattr(owner, key)
        setattr(owner, "new" + name, V() if len(name) < 20 else 1)
class Meta(type):
    def __prepare__(name, bases, **kw): return prepared
    def __call__(cls, *a): return 5
class Custom(dict):
    def __setitem__(self, k, v): dict.__setitem__(self, k, v); dict.__setitem__(self, k + "x", v)
for prepared in ({}, Custom(), {"x": 1}):
    try:
        class A(metaclass=Meta):
            a = V(); b = V(); c = V()
            def f(self): return __class__
        A()
    except (RuntimeError, TypeError, KeyError):
        pass
for prepared in (5, None, []):
    try:
        class A(metaclass=Meta): pass
    except TypeError:
        pass
class Base:
    def __init_subclass__(cls, **kw):
        cls.__bases__ = (Other,)
        if len(cls.__name__) < 30:
            type(cls.__name__ + "x", (Base,), {})
class Other: pass
try:
    class D(Base): pass
except TypeError:
    pass
class E:
    def __mro_entries__(self, bases): return result
for result in ((), (int,), [int], None, (5,), (object, object)):
    try:
        class F(E()): pass
    except TypeError:
        pass
