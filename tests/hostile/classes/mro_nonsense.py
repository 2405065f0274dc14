# Metaclasses whose mro returns nonsense.
# ends: ok
def make(result):
    class M(type):
        def mro(cls):
            return result(cls) if callable(result) else result
    try:
        class A(metaclass=M):
            x = 1
        A().x; A.x; A(); super(A, A()).__init__(); type("B", (A,), {})().x
        isinstance(A(), A)
    except (TypeError, AttributeError, RecursionError, RuntimeError, ZeroDivisionError):
        pass
for result in (None, 5, [], [1], (object,), (int,), (int, object), lambda c: [c], lambda c: [c, c, object], lambda c: (c, 5), lambda c: 1 / 0, lambda c: [c, list, dict, object], lambda c: type.mro(c) * 100, lambda c: iter([c, object]), lambda c: setattr(c, "__bases__", (int,)) or [c, object]):
    make(result)
