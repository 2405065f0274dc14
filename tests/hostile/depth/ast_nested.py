# Trees nested deeper than the compiler likes, and trees in a circle.
# ends: ok
import ast
node = ast.Constant(1)
for i in range(20_000):
    node = ast.UnaryOp(ast.USub(), node)
tree = ast.Expression(node)
for use in (lambda: compile(ast.fix_missing_locations(tree), "x", "eval"), lambda: ast.dump(tree), lambda: ast.unparse(tree), lambda: compile(tree, "x", "eval")):
    try:
        use()
    except (RecursionError, MemoryError, TypeError, ValueError):
        pass
loop = ast.UnaryOp(ast.USub(), None, lineno=1, col_offset=0)
loop.operand = loop
try:
    compile(ast.Expression(loop), "x", "eval")
except (RecursionError, MemoryError, ValueError):
    pass
