# __instancecheck__, __subclasscheck__, __subclasshook__, __bases__ that lie.
# ends: ok
class M(type):
    def __instancecheck__(self, x): raise error
    def __subclasscheck__(self, x): return [] if error else 1 / 0
class A(metaclass=M): pass
class F:
    @property
    def __bases__(self): return bases
    @property
    def __class__(self): raise error
import abc
class H(abc.ABC):
    @classmethod
    def __subclasshook__(cls, c): return "yes"
for error in (ValueError, AttributeError, 5, RecursionError):
    for bases in ((), (1,), None, [], (F(),) * 2):
        for use in (lambda: isinstance(1, A), lambda: issubclass(int, A), lambda: isinstance(F(), int), lambda: issubclass(F(), int), lambda: issubclass(F(), F()), lambda: isinstance(1, H), lambda: issubclass(int, H), lambda: isinstance(1, F())):
            try:
                use()
            except (ValueError, TypeError, AttributeError, RecursionError, ZeroDivisionError, AssertionError):
                pass
