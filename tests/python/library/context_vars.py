"""contextvars."""
import contextvars
from contextvars import Context, ContextVar, Token, copy_context


def attempt(function):
    try:
        print(repr(function()))
    except Exception as error:
        text = repr(error) if not str(error) else str(error)
        print(type(error).__name__, text.split(" at 0x")[0])


v = ContextVar("v")
w = ContextVar("w", default=5)
print(v.name, w.get(), w.get(7), v.get("d"), repr(v).split(" at ")[0], repr(w).split(" at ")[0])
attempt(lambda: v.get())
t = v.set(1)
print(v.get(), t.var is v, t.old_value is Token.MISSING, Token.MISSING, repr(t).split(" at ")[0])
t2 = v.set(2)
print(t2.old_value)
v.reset(t2)
print(v.get())
attempt(lambda: v.reset(t2))
attempt(lambda: w.reset(t))
attempt(lambda: v.reset(5))
v.reset(t)
attempt(lambda: v.get())
with v.set(9) as token:
    print(v.get(), isinstance(token, Token))
attempt(lambda: v.get())

v.set("outer")
c = copy_context()


def inside(x, *, y):
    print(v.get(), x, y)
    v.set("inner")
    return v.get()


print(c.run(inside, 1, y=2), v.get(), c[v], v in c, w in c, c.get(w), c.get(w, 8), len(c), [k.name for k in c], list(c.values()))
print(dict(c) == {v: "inner"}, [(k.name, x) for k, x in c.items()], c.copy() == c, Context() == c, len(Context()))
attempt(lambda: c[w])
attempt(lambda: c["v"])
attempt(lambda: "v" in c)
attempt(lambda: c.run(lambda: c.run(print)))
attempt(lambda: c.run())
attempt(lambda: c.run(lambda: 1 / 0))
print(v.get())
attempt(lambda: ContextVar())
attempt(lambda: ContextVar(1))
attempt(lambda: ContextVar("a", 1))
attempt(lambda: Context(1))
attempt(lambda: Token())
attempt(lambda: hash(c))
token = c.run(lambda: v.set(3))
attempt(lambda: v.reset(token))
print(ContextVar[int], Context.__module__, ContextVar.__module__, Token[int], hash(v) == hash(v), type(c))
attempt(lambda: type("X", (ContextVar,), {}))
