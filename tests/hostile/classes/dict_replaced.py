# Instance dicts swapped, shared, deleted and lying.
# ends: ok
class C: pass
class D(dict):
    def __getitem__(self, k): return 5
    def __missing__(self, k): return 6
a, b = C(), C()
a.__dict__ = b.__dict__
a.x = 1
assert b.x == 1
b.__dict__ = D(y=1)
for use in (lambda: b.z, lambda: setattr(a, "__dict__", 5), lambda: delattr(a, "__dict__"), lambda: setattr(a, "__dict__", {1: 2}), lambda: dir(a), lambda: vars(a).clear(), lambda: setattr(a, "__dict__", a.__dict__), lambda: a.__dict__.__setitem__("__dict__", a), lambda: setattr(a, "__dict__", None)):
    try:
        use()
    except (AttributeError, TypeError):
        pass
a.__dict__ = {"a": a}
d = a.__dict__
a.__dict__ = {}
d["b"] = 1
f = lambda: 1
f.__dict__ = {"x": f}
for use in (lambda: setattr(f, "__dict__", 5), lambda: setattr(f, "__defaults__", 5), lambda: setattr(f, "__kwdefaults__", 5), lambda: setattr(f, "__globals__", {}), lambda: setattr(f, "__closure__", ()), lambda: setattr(f, "__name__", 5), lambda: setattr(f, "__annotations__", 5), lambda: setattr(f, "__code__", 5)):
    try:
        use()
    except (TypeError, AttributeError):
        pass
