# f_locals written to from below, in every frame.
# ends: ok
import sys
def vandal():
    f = sys._getframe(1)
    while f:
        for name in list(f.f_locals):
            if not name.startswith("__") and name not in ("sys", "vandal", "victim", "inner", "n"):
                f.f_locals[name] = [name] * 3
        f = f.f_back
def victim(a, b, *c, d=5, **e):
    x = [1, 2, 3]
    def inner(): return x, a
    for i in x:
        vandal()
        for j in (a, b, c, d, e, i):
            len(str(j))
    return inner()
for n in range(20):
    victim(1, 2, 3, d=4, z=5)
f = sys._getframe()
for use in (lambda: f.f_locals.update(q=1), lambda: delattr(f, "f_locals"), lambda: setattr(f, "f_lineno", 5), lambda: f.clear(), lambda: setattr(f, "f_trace", 5), lambda: setattr(f, "f_back", None), lambda: f.f_locals.pop("zz"), lambda: f.f_locals | 5):
    try:
        use()
    except (AttributeError, TypeError, ValueError, RuntimeError, KeyError):
        pass
def proxy():
    a = 1
    p = sys._getframe().f_locals
    for use in (lambda: p.clear(), lambda: p.pop("a"), lambda: p.__delitem__("a"), lambda: p.update(a=p), lambda: p.setdefault("new", 1), lambda: p.__setitem__(5, 5), lambda: p | {}, lambda: repr(p), lambda: p == p, lambda: p.copy(), lambda: list(reversed(p)), lambda: hash(p), lambda: p.popitem()):
        try:
            use()
        except (TypeError, ValueError, KeyError, AttributeError, RuntimeError):
            pass
    return p
q = proxy()
q["a"] = q
q.pop("new", 1) if False else None
