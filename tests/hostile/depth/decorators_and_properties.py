# Properties and descriptors that call themselves.
# ends: ok
class D:
    def __get__(self, o, t): return getattr(o if o is not None else t, "d")
    def __set__(self, o, v): o.d = v
    def __delete__(self, o): del o.d
class C:
    d = D()
    @property
    def p(self): return self.p
    def __setattr__(self, n, v): setattr(self, n, v)
    def __getattribute__(self, n): return getattr(self, n)
c = object.__new__(C)
def delete(): del c.d
for use in (lambda: c.d, lambda: C.d, lambda: c.p, lambda: setattr(c, "x", 1), lambda: c.x, delete):
    try:
        use()
    except RecursionError:
        pass
    else:
        raise AssertionError
