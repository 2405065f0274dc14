source = """
import sys
x = [n ** 2 for n in range(5)]
def f(a, *b, c=1, **d):
    '''doc'''
    try:
        return {**d, 'a': a, 'b': b}
    finally:
        globals()['done'] = True
class C:
    y: int = 3
    async def co(self):
        async with self as q:
            async for z in q: yield z
match x:
    case [0, *rest]: pass
r = f(1, 2, z=f"{x[1]!r:>4}")
"""
space = {}
exec(compile(source, "made up", "exec"), space)
print(space["r"], space["done"], space["rest"], eval("x + [c]", space, {"c": 9}), eval(compile("1 + 2", "", "eval")))
for bad in "1 +", "def f(:", "x = = 1", "return 1", "'unclosed", "for", "a b", "f(**{}, *[])", "  x", "nonlocal q":
    try:
        compile(bad, "bad", "exec")
    except SyntaxError as error:
        print(type(error).__name__, error.msg, error.lineno, error.offset)
code = compile("lambda q: q + 1", "lambda", "eval")
print(code.co_consts[0].co_varnames, code.replace(co_name="other").co_name, eval(code)(1))
