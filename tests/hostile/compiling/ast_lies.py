# Syntax trees with wrong, missing and mutating fields.
# ends: ok
import ast
base = "def f(a, *b, c=1, **d):\n  x = [i for i in a if i]\n  with a as q: pass\n  try: pass\n  except E as e: pass\n  match a:\n    case [1, *r]: pass\n  return f'{x!r:>{c}}' + -a.b[1:2]\nclass C(B, metaclass=M):\n  y: int = 5\n  async def g(self): await z"
values = [None, 5, "x", [], [None], [5], b"x", ast.Load(), ast.Constant(1), ast.Name("x", ast.Store()), object(), 1 << 70, -1, "\0", ast.Pass()]
def walk(tree): return [n for n in ast.walk(tree)]
count = len(walk(ast.parse(base)))
k = 0
for i in range(count):
    fields = walk(ast.parse(base))[i]._fields
    for f in fields:
        for v in (values[k % len(values)], values[(k * 7 + 3) % len(values)]):
            k += 1
            tree = ast.parse(base)
            node = walk(tree)[i]
            try:
                setattr(node, f, v)
                compile(tree, "x", "exec")
            except (TypeError, ValueError, SyntaxError, AttributeError, OverflowError, RecursionError, SystemError):
                pass
            try:
                delattr(node, f)
                compile(tree, "x", "exec")
            except (TypeError, ValueError, SyntaxError, AttributeError):
                pass
class L(list):
    def __iter__(self): return iter([1])
    def __len__(self): return 1 << 40
tree = ast.parse("x = 1")
tree.body = L(tree.body)
try:
    compile(tree, "x", "exec")
except (TypeError, ValueError):
    pass
for cls in (ast.Name, ast.Module, ast.Constant, ast.BinOp):
    for args in ((), (1, 2, 3, 4, 5, 6), (cls,)):
        try:
            n = cls(*args)
            n._fields = 5
            compile(n, "x", "exec")
        except (TypeError, ValueError, AttributeError):
            pass
