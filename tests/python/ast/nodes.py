"""Classes of nodes: signatures, constructors, copies, repr."""

import _ast
import ast
import copy
import pickle
import warnings

for name in sorted(dir(_ast)):
    thing = getattr(_ast, name)
    if isinstance(thing, type) and issubclass(thing, ast.AST):
        types = getattr(thing, "_field_types", {})
        print(name, thing.__base__.__name__, thing.__doc__, thing._attributes, thing.__match_args__, list(types.values()))
        assert thing.__module__ == "ast" and thing._fields == thing.__match_args__
print(_ast.PyCF_ONLY_AST, _ast.PyCF_TYPE_COMMENTS, _ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, _ast.PyCF_OPTIMIZED_AST)


def tell(function, *args, **kwargs):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = function(*args, **kwargs)
        except Exception as error:
            print(type(error).__name__, error)
        else:
            print(result)
        for warning in caught:
            print("  warning:", warning.category.__name__, warning.message)


class Pair(ast.AST):
    _fields = ("a", "b")


class Typed(ast.AST):
    _fields = ("a", "b", "c")
    _field_types = {"a": int | None, "b": list[int], "c": int}
    a = 5


def made(cls, *args, **kwargs):
    return sorted(vars(cls(*args, **kwargs)).items(), key=str)


tell(ast.Name, "x")
tell(made, ast.Name)
tell(ast.Name, 1, 2, 3)
tell(ast.Name, "a", id="b")
tell(made, ast.Name, "a", foo=3)
tell(made, ast.Name, "a", lineno=3)
tell(made, ast.FunctionDef, "f")
tell(ast.arguments)
tell(ast.AST, 1)
tell(ast.AST, x=1)
tell(made, ast.Constant)
tell(made, Pair, 1)
tell(made, Pair, 1, b=2)
tell(made, Pair, c=3)
tell(made, Typed)
tell(made, Typed, c=1)

tree = ast.parse("def f(a, b=1, *c): return [a, b, c]")
print(tree)
for node in ast.walk(tree):
    print("  ", node)
tree.body.append(tree)
print(tree, ast.Module(body=(1, 2, 3), type_ignores=5))
tree.body.pop()
for make in (copy.copy, copy.deepcopy, lambda node: pickle.loads(pickle.dumps(node))):
    again = make(tree)
    print(ast.dump(again, include_attributes=True) == ast.dump(tree, include_attributes=True), again is tree)
print(tree.body[0].body[0].__reduce_ex__(2)[:2])
name = ast.Name("x", ast.Load(), lineno=1, col_offset=2)
tell(copy.replace, name, id="y")
print(vars(copy.replace(name, id="y")))
tell(copy.replace, name, other=1)
tell(name.__replace__, 1)
del name.id
tell(copy.replace, name)
print(ast.parse("a").body[0].value.ctx is ast.parse("b").body[0].value.ctx is ast.Name("c").ctx)
match ast.parse("a + 1", mode="eval").body:
    case ast.BinOp(ast.Name(id), ast.Add(), ast.Constant(value)):
        print(id, value)
