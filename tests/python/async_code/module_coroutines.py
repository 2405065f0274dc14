# Code compiled with top-level await runs as a coroutine, in whatever namespaces it is given.
import ast
import types


@types.coroutine
def pause(value):
    return (yield value)


def drive(coroutine):
    try:
        print("yielded", coroutine.send(None))
        coroutine.send("sent")
    except StopIteration as stop:
        print("returned", stop.value)


code = compile("answer = await pause('value')", "<code>", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
space = {"pause": pause}
coroutine = eval(code, space)
print(type(coroutine).__name__)
drive(coroutine)
print(space["answer"])
local = {}
drive(eval(code, {"pause": pause}, local))
print(local)
space = {"pause": pause}
drive(types.FunctionType(code, space)())
print(space["answer"])
code = compile("[await pause(n) for n in (1,)]", "<code>", "eval", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
drive(eval(code, {"pause": pause}))
