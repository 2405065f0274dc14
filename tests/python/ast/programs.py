"""Running trees that programs make and change; unparse, literal_eval, NodeTransformer."""

import ast
import dis
import inspect

tree = ast.parse("def f(a, b=2):\n    'doc'\n    return a * b + 1\nprint(f(3))")


class Swap(ast.NodeTransformer):
    def visit_BinOp(self, node):
        self.generic_visit(node)
        if isinstance(node.op, ast.Mult):
            return ast.copy_location(ast.BinOp(node.left, ast.Pow(), node.right), node)
        return node


namespace = {}
exec(compile(tree, "<one>", "exec"), namespace)
exec(compile(Swap().visit(tree), "<two>", "exec"), namespace)
print(ast.unparse(tree), ast.get_docstring(tree.body[0]), sep="\n")
print(ast.literal_eval("{'a': [1, -2.5, 3+4j, (True, None, b'x')], 'b': {1, 2}}"))
for text in ("f()", "1 + a", "[x for x in y]", "1 +"):
    try:
        ast.literal_eval(text)
    except (ValueError, SyntaxError) as error:
        print(type(error).__name__)


def run(expression):
    tree = ast.fix_missing_locations(ast.Expression(expression))
    value = eval(compile(tree, "<made>", "eval"))
    print(repr(value), type(value).__name__)


C = ast.Constant
run(C((1, "two", (3.5, b"four", None, ...), frozenset([5]))))
run(C(frozenset()))
run(C(-(10**30)))
run(C(complex(1, -2)))
run(C("\ud800x"))
run(C(-7))
run(ast.BinOp(C((1, 2)), ast.Add(), C((3,))))
run(ast.IfExp(C(()), C("full"), C("empty")))
run(ast.JoinedStr([C("a"), ast.FormattedValue(C("b"), 114, ast.JoinedStr([C(">5")])), C(""), C("c")]))
run(ast.Subscript(C("abc"), ast.Slice(None, C(2)), ast.Load()))
run(ast.Compare(C(1), [ast.In()], [C((1, 2))]))

made = ast.Module([ast.Import([ast.alias("sys")]), ast.Expr(ast.Call(ast.Name("print"), [ast.Attribute(ast.Name("sys"), "byteorder")]))])
exec(compile(ast.fix_missing_locations(made), "<made>", "exec"))
future = ast.parse("from __future__ import annotations\ndef f(x: undefined): pass")
exec(compile(future, "<future>", "exec"), namespace)
print(namespace["f"].__annotations__)
for source in ("from __future__ import nothing", "from __future__ import braces", "x = 1\nfrom __future__ import division"):
    try:
        compile(ast.parse(source), "<future>", "exec")
    except SyntaxError as error:
        print(error.msg, error.lineno, error.offset)
tree = ast.parse("from __future__ import annotations")
tree.body[0].names[0].name = "other"
try:
    compile(tree, "<future>", "exec")
except SyntaxError as error:
    print(error.msg, error.lineno, error.offset)
for source in ("return", "def f(a, a): pass", "break", "await x", "[*a] = *b"):
    tree = ast.parse(source)
    try:
        compile(tree, "<later>", "exec")
    except SyntaxError as error:
        print(error.msg, error.lineno, error.offset, error.end_offset)
    else:
        print("fine")
awaits = compile(ast.parse("await x"), "<await>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
print(bool(awaits.co_flags & inspect.CO_COROUTINE))
single = compile(ast.parse("1 + 1; 'x'", mode="single"), "<single>", "single")
exec(single)
print([type(node).__name__ for node in ast.walk(ast.parse("a.b(c)[d]"))])
print(ast.get_source_segment("x = (1 +\n 2)", ast.parse("x = (1 +\n 2)").body[0].value))
