# __getattr__, __getattribute__ and descriptors that lie about everything.
# ends: ok
class A:
    def __getattribute__(self, name):
        raise error
    def __getattr__(self, name):
        return self
for error in (AttributeError, AttributeError("x", name=5, obj=None), ValueError, KeyError, RecursionError, StopIteration):
    a = A()
    for use in (lambda: a.x, lambda: hasattr(a, "x"), lambda: getattr(a, "x", 1), lambda: a.__class__, lambda: isinstance(a, int), lambda: iter(a), lambda: [x for x in a], lambda: a.x(), lambda: a.__dict__, lambda: dir(a), lambda: repr(a)):
        try:
            use()
        except (ValueError, KeyError, RecursionError, StopIteration, TypeError, AttributeError):
            pass
class M(type):
    def __getattribute__(cls, name):
        return 5
class B(metaclass=M): pass
for use in (lambda: B(), lambda: B.x, lambda: isinstance(1, B), lambda: B().x, lambda: repr(B), lambda: type("C", (B,), {}), lambda: super(B, B()).x):
    try:
        use()
    except (TypeError, AttributeError):
        pass
class D:
    def __get__(self, o, t):
        if o is not None:
            o.__dict__.clear()
        if "d" in t.__dict__:
            del t.d
        return lambda *a: None
for i in range(10):
    class C:
        d = D()
        __len__ = D()
        __iter__ = D()
        __enter__ = D()
        __call__ = D()
    c = C()
    for use in (lambda: c.d, lambda: C.d, lambda: len(c), lambda: iter(c), lambda: c()):
        try:
            use()
        except (TypeError, AttributeError):
            pass
