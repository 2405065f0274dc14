# An mro that changes the bases while they are computed.
# ends: ok
class X: pass
class Y(X): pass
class M(type):
    def mro(cls):
        if busy and busy.pop():
            try:
                cls.__bases__ = (Y,) if cls.__bases__ == (X,) else (X,)
            except (TypeError, AttributeError):
                pass
        return type.mro(cls)
busy = [1]
class A(X, metaclass=M): pass
for i in range(10):
    busy = [1, 1]
    A.__bases__ = (Y,)
    A.__bases__ = (X,)
class D(A): pass
try:
    A.__bases__ = (D,)
except TypeError:
    pass
