# code.replace with every other field wrong.
# ends: ok
def f(a=1, *b, c=3, **d):
    x = a
    def g(): return x
    return g() + c
c = f.__code__
values = (0, -1, 1, 5, 255, 1 << 31, 1 << 40, (), ("a",), (1,), ("a", "b", "c", "d", "e", "f"), b"", b"\xff" * 50, "", "x", None, (None,) * 3, (c,), ("a\0",))
for field in ("co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_nlocals", "co_stacksize", "co_flags", "co_consts", "co_names", "co_varnames", "co_freevars", "co_cellvars", "co_filename", "co_name", "co_qualname", "co_firstlineno", "co_linetable", "co_exceptiontable"):
    for value in values:
        try:
            f.__code__ = c.replace(**{field: value})
            f()
            f(1, 2, c=4, e=5)
            try:
                f("x")
            except TypeError as e:
                e.__traceback__.tb_lineno
        except Exception:
            pass
        finally:
            f.__code__ = c
assert f() == 4
