"""Type comments, signatures of them, and source for older versions."""

import ast

SOURCE = """\
def f(
    a,  # type: A
    b=1,  # type: B
    /, c=3,  # type: C
    *d,  # type: D
    e=(1, 2),  # type: E
    **g  # type: G
):
    # type: (...) -> int
    x = y = (1 +
        2)  # type: int
    for i in x:  # type: str
        pass  # type: ignore
    with a as b, (c):  #type:\tbool
        z = 1  # type: ignore[code] # more
async def h(a):  # type: (int) -> None
    async for i in x: # type: List[int]
        return lambda a: 0
    async with a: # type: T
        # an ordinary comment
        pass
class C:  # not a type: comment
    a = "# type: str"  # type: ünï
    # type: ignore
# type: ignore@last"""


def show(source, **options):
    try:
        tree = ast.parse(source, type_comments=True, **options)
    except SyntaxError as error:
        print(repr(source), error.msg)
        return
    for node in ast.walk(tree):
        if getattr(node, "type_comment", None) is not None:
            print(type(node).__name__, node.lineno, repr(node.type_comment))
    print([(ignore.lineno, ignore.tag) for ignore in tree.type_ignores])
    for again in (ast.parse(tree), ast.parse(tree, optimize=2)):
        print(ast.dump(again) == ast.dump(tree))


show(SOURCE)
assert "type_comment" not in ast.dump(ast.parse(SOURCE))
for source in [
    "pass  # type: int", "foo()  # type: int", "x += 1  # type: int", "x: int = 1  # type: int", "while a:  # type: int\n  pass",
    "# type: int", "pass\n# type: int", "x = [  # type: int\n]", "f(a,  # type: int\n)", "class C:  # type: int\n  pass",
    "def f():  # type: () -> int\n  # type: () -> str\n  pass", "x = 1  # type: ignorance",
    "x = 1; y = 2  # type: int", "x = 1  # type:", "x = 1  #   type:   int  ", "x = 1  # Type: int", "for x in y: pass  # type: int",
    "@d  # type: int\ndef f(): pass", "lambda a,  # type: int\n b: 0", "del x  # type: ignore", "def f(): # type: x\n  pass",
]:
    show(source)

for source in [
    "() -> int", "(a) -> b", "(a, *b, **c) -> d", "(*a) -> b", "(**a) -> b", "(a,\n b) -> c", "(a[b, c], 'd)') -> e.f[g]  # h",
    "(a if b else c) -> lambda: 0", "(a ** b, c * d) -> (e)", "a -> b", "(a,) -> b", "(*a, b) -> c", "(**a, *b) -> c", "(*a, *b) -> c",
    "(a) -> *b", "(a) -> b, c", "(a := 1) -> b", "()", "() ->", "(a b) -> c", "(a",
]:
    try:
        tree = ast.parse(source, mode="func_type")
    except SyntaxError:
        print(repr(source), "SyntaxError")
    else:
        print(ast.dump(tree, include_attributes=True), ast.unparse(tree))

for source in [
    "def f(x, /): 0", "lambda x, /: 0", "(x := 0)", "t''", "try: 0\nexcept A, B: 0", "try: 0\nexcept* (A, B): 0", "type X = int",
    "class X[T]: 0", "def f[**P=int](): 0", "match x:\n case 1: 0", "x: int", "async def f(): await x", "async def f(): return [x async for x in y]",
    "a @ b", "a @= b", "with (a as b): 0", "f'{x}'",
]:
    for minor in range(4, 15):
        try:
            ast.parse(source, feature_version=(3, minor))
        except SyntaxError as error:
            wrong = error.msg
        else:
            print(repr(source), minor, wrong if minor > 4 else "")
            break
