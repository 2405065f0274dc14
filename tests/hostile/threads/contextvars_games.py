# Contexts entered in themselves, tokens used twice, maps a hundred thousand deep.
# ends: ok, MemoryError
import contextvars
v = contextvars.ContextVar("v")
c = contextvars.copy_context()
try:
    c.run(c.run, print)
except RuntimeError:
    pass
t = v.set(v); v.reset(t)
for use in (lambda: v.reset(t), lambda: v.reset(5), lambda: contextvars.ContextVar(5), lambda: contextvars.ContextVar[5], lambda: contextvars.Token(), lambda: c[5], lambda: v.get()):
    try:
        use()
    except (RuntimeError, ValueError, TypeError, KeyError, LookupError):
        pass
class H:
    def __eq__(self, other): 1 / 0
v.set(H()); w = [contextvars.ContextVar(f"w{i}") for i in range(3000)]
for x in w:
    x.set(w)
d = contextvars.copy_context()
try:
    d == contextvars.copy_context()
except ZeroDivisionError:
    pass
def nest(n):
    contextvars.copy_context().run(nest, n + 1)
try:
    nest(0)
except RecursionError:
    pass
