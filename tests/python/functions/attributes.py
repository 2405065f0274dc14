# Attributes of functions: names, dict, code, closure, globals; copying code.
def f(a, b=1, *args, c, **kw):
    """doc of f"""
    local = a
    return local


print(f.__name__, f.__qualname__, f.__module__, f.__doc__, type(f).__name__)
f.counter = 0
f.counter += 1
print(f.counter, f.__dict__, hasattr(f, "missing"))
del f.counter
print(f.__dict__)
f.__name__ = "renamed"
f.__qualname__ = "Some.renamed"
f.__doc__ = None
f.__module__ = "elsewhere"
print(f.__name__, f.__qualname__, f.__doc__, f.__module__)
for name, bad in (("__name__", 5), ("__qualname__", 5), ("__code__", 5), ("__dict__", 5)):
    try:
        setattr(f, name, bad)
    except TypeError as e:
        print(e)
for name in ("__globals__", "__closure__", "__builtins__"):
    try:
        setattr(f, name, {})
    except AttributeError as e:
        print(e)
c = f.__code__
print(c.co_name, c.co_argcount, c.co_posonlyargcount, c.co_kwonlyargcount, c.co_varnames, c.co_nlocals)
print(c.co_freevars, c.co_cellvars, c.co_names, c.co_firstlineno, c.co_qualname)
print(bool(c.co_flags & 4), bool(c.co_flags & 8), bool(c.co_flags & 32))
print(f.__globals__ is globals(), f.__closure__)


def outer():
    x, y = 1, 2

    def inner():
        return x + y
    return inner


i = outer()
print(i.__code__.co_freevars, outer.__code__.co_cellvars, [cell.cell_contents for cell in i.__closure__])
i.__closure__[0].cell_contents = 10
print(i())


def one():
    return 1


def two():
    return 2


one.__code__ = two.__code__
print(one(), one.__name__)
try:
    one.__code__ = i.__code__
except ValueError as e:
    print(e)
Function = type(f)
built = Function(two.__code__, {"__name__": "made"}, "new name")
print(built(), built.__name__, built.__module__, built.__globals__)
print(repr(len), len.__name__, len.__module__, [].append.__name__, len.__qualname__, [].append.__qualname__)
print(f.__get__(5, int).__self__, f.__get__(5).__func__ is f)
print(two.__call__(), type(two).__call__(two))


class K:
    def m(self):
        def deep(): pass
        return deep


print(K.m.__qualname__, K().m().__qualname__, (lambda: 0).__qualname__)
