import contextlib
import contextvars

variable = contextvars.ContextVar("variable", default=0)


@contextlib.contextmanager
def manager(name):
    token = variable.set(name)
    try:
        yield [name]
    finally:
        variable.reset(token)


with manager("a") as a, contextlib.ExitStack() as stack:
    inner = stack.enter_context(manager("b"))
    stack.callback(print, "callback")
    print(a, inner, variable.get(), contextvars.copy_context()[variable])
with contextlib.suppress(KeyError):
    {}[1]
print(variable.get(), contextvars.Context().run(variable.get))
