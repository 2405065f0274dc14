# exec and eval with namespaces that lie.
# ends: ok
class L(dict):
    def __getitem__(self, k):
        if k == "boom": 1 / 0
        return self
    def __setitem__(self, k, v): raise KeyError(k)
    def __missing__(self, k): return k
class N:
    def __getitem__(self, k): return 5
for g, l in (({}, L()), ({}, N()), (L(), None), (5, None), ({}, 5), ({"__builtins__": {}}, None), ({"__builtins__": 5}, None), ({"__builtins__": L()}, None), ({"__builtins__": None}, None), (L(), L())):
    for source in ("x", "boom", "x = 1", "class C: x = y", "def f(): return z\nf()", "import sys", "[i for i in range(3)]", "del x", "from sys import *", "print", "global q; q = 1", "x: int = 5", "locals().clear(); globals().clear(); x"):
        try:
            exec(source, g, l) if l is not None else exec(source, g)
        except (TypeError, NameError, KeyError, ZeroDivisionError, ImportError, AttributeError, SystemError, RecursionError):
            pass
exec("exec('exec(\"1\")')")
s = "1"
for i in range(8):
    s = f"eval({s!r})"
try:
    assert eval(s) == 1
except (SyntaxError, MemoryError):
    pass
