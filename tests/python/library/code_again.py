# Code objects taken apart and put together, as picklers of functions do.
import pickle, types

def outer(n):
    def inner(x, *rest, key=2, **named):
        """Doc."""
        try:
            return [*rest, x + n + key] if rest else {"x": x, **named}
        finally:
            done.append(x)
    return inner

def parts(code):
    return (code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_nlocals, code.co_stacksize, code.co_flags,
            code.co_code, code.co_consts, code.co_names, code.co_varnames, code.co_filename, code.co_name, code.co_qualname,
            code.co_firstlineno, code.co_linetable, code.co_exceptiontable, code.co_freevars, code.co_cellvars)

done = []
function = outer(10)
code = types.CodeType(*parts(function.__code__))
print(code == function.__code__, code.co_name, code.co_qualname, code.co_freevars, code.co_varnames)
again = types.FunctionType(code, {"done": done, "__builtins__": __builtins__}, "again", None, function.__closure__)
again.__kwdefaults__ = {"key": 3}
print(again(1), again(1, 2, 3), again(5, key=0, z=1), done)
module = compile("x = 1\ndef f(): return x\ny = f()", "file", "exec")
rebuilt = types.CodeType(*parts(module))
namespace = {}
exec(rebuilt, namespace)
print(namespace["y"], rebuilt.co_filename)
for wrong in ((), (1,), parts(module)[:14] + ("table",) + parts(module)[15:]):
    try:
        types.CodeType(*wrong)
    except TypeError as error:
        print("TypeError")
class Pickler(pickle.Pickler):
    def reducer_override(self, value):
        if isinstance(value, types.CodeType):
            return rebuild, parts(value)
        if isinstance(value, types.FunctionType) and value.__name__ == "<lambda>":
            return make, (value.__code__, value.__name__, value.__defaults__)
        return NotImplemented
def rebuild(*parts):
    return types.CodeType(*parts)
def make(code, name, defaults):
    return types.FunctionType(code, globals(), name, defaults)
import io
file = io.BytesIO()
Pickler(file).dump([lambda x, y=5: x * y])
print(pickle.loads(file.getvalue())[0](4))
