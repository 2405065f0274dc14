"""What compile() says of trees that no source gives."""

import ast
from ast import *

load, store, one = Load(), Store(), Constant(1)
x, s = Name("x", load), Name("s", store)
a0 = arguments()


def fn(**kw):
    return FunctionDef(**({"name": "f", "args": a0, "body": [Pass()]} | kw))


STATEMENTS = [
    fn(body=[]), fn(name=3), fn(name=None), fn(args=None), fn(body=None), fn(body=[None]), fn(body=[x]),
    fn(name="None"), fn(returns=s), fn(decorator_list=[None]), fn(type_params=[TypeVar("True")]),
    fn(args=arguments(defaults=[one])), fn(args=arguments(kwonlyargs=[arg("a")])), fn(args=arguments(args=[arg(1)])),
    ClassDef("C", body=[]), ClassDef("C", [s], body=[Pass()]), Return(s), Delete([]), Delete([x]), Delete([one]),
    Assign([], x), Assign([x], x), Assign([s], s), Assign([s], None), Assign([Tuple([x], store)], x),
    Assign([one], x), AugAssign(x, Add(), x), AugAssign(Tuple([s], store), Add(), x), AugAssign(s, load, x),
    AnnAssign(Subscript(x, x, store), x, simple=1), AnnAssign(x, x, simple=0), AnnAssign(s, x, simple="y"),
    For(x, x, [Pass()]), For(s, x, []), AsyncFor(s, x, []), While(x, []), If(x, [], []), If(s, [Pass()]),
    With([], [Pass()]), With([withitem(x)], []), With([withitem(x, x)], [Pass()]), AsyncWith([], [Pass()]),
    Match(x, []), Match(x, [match_case(MatchAs(), body=[])]), Raise(None, x), Try([Pass()]), Try([]),
    Try([Pass()], orelse=[Pass()], finalbody=[Pass()]), Try([Pass()], [ExceptHandler(body=[])]), TryStar([Pass()]),
    Try([Pass()], [one]), Assert(s), Import([]), ImportFrom("m", []), ImportFrom("m", [alias("a")], -1),
    Import([alias("None")]), Global([]), Nonlocal([]), Global(["a", 1]), Global("a"), Expr(Yield(s)), Expr(3),
    TypeAlias(x, value=x), TypeAlias(one, value=x), stmt(), Import(alias("a")),
]
EXPRESSIONS = [
    BoolOp(And(), [x]), BoolOp(load, [x, x]), BinOp(x, Add(), s), BinOp(None, Add(), x), UnaryOp(Not(), s), Lambda(a0, s),
    IfExp(x, s, x), Dict([x], []), Dict([None], [None]), Set([None]), ListComp(x, []), ListComp(x, [comprehension(x, x, is_async=0)]),
    DictComp(x, s, [comprehension(s, x, is_async=0)]), GeneratorExp(s, [comprehension(s, x, [s], 0)]),
    Compare(x, [], []), Compare(x, [Eq()], []), Compare(x, [Eq()], [x, x]), Compare(x, [Add()], [x]), Call(s), Call(x, [None]),
    Call(x, keywords=[keyword("a", s)]), Constant([1]), Constant((1, [2])), Constant(object), Attribute(s, "a", load), Attribute(x, 1, load),
    Subscript(x, s, load), Starred(s, load), Name("True", load), Name("x", store), List([s], load), NamedExpr(x, x), NamedExpr(one, x),
    NamedExpr(s, s), FormattedValue(x, "r"), FormattedValue(x, 5), Slice(s), expr(), Name("x"), "x", JoinedStr([s]), YieldFrom(s), Await(s),
]
PATTERNS = [
    MatchValue(x), MatchValue(Constant(...)), MatchValue(Constant(None)), MatchValue(Constant((1,))), MatchValue(UnaryOp(Not(), one)),
    MatchValue(BinOp(one, Add(), one)), MatchSingleton(1), MatchStar("a"), MatchSequence([MatchStar("_")]), MatchMapping([one], []),
    MatchMapping([x], [MatchAs()]), MatchMapping([], [], "_"), MatchClass(one), MatchClass(x, [], ["a"], []), MatchClass(x, [], ["None"], [MatchAs()]),
    MatchAs(MatchAs()), MatchAs(None, "_"), MatchAs(None, "True"), MatchOr([MatchAs()]), MatchOr([MatchStar(), MatchAs()]), one,
]


def attempt(tree, mode="exec", fix=True):
    try:
        if fix:
            ast.fix_missing_locations(tree)
        compile(tree, "<tree>", mode)
    except Exception as error:
        print(" ", type(error).__name__, str(error).split(" object at 0x")[0])
    else:
        print("  fine")


for tree in STATEMENTS:
    print(type(tree).__name__)
    attempt(Module([tree]))
for tree in EXPRESSIONS:
    print(type(tree).__name__)
    attempt(Expression(tree), "eval")
for tree in PATTERNS:
    print(type(tree).__name__)
    attempt(Module([Match(x, [match_case(tree, body=[Pass()])])]))
print("places")
for place in [(1, 0, 0, 0), (1, 5, 1, 3), (-1, 0, 3, 0), (1, -1, 1, 4), (1, 0, None, None), (-1, -1, -1, -1), ("1", 0, 1, 0), (1 << 40, 0, 1, 0)]:
    names = ("lineno", "col_offset", "end_lineno", "end_col_offset")
    attempt(Expression(Name("x", load, **dict(zip(names, place)))), "eval", False)
attempt(Expression(Name("x", load)), "eval", False)
attempt(Module([Pass()]), fix=False)
attempt(Module([Pass(lineno=1)]), fix=False)
print("roots")
for mode in ("exec", "eval", "single"):
    for tree in (Module([]), Expression(Constant(1)), Interactive([Pass()]), Constant(1)):
        attempt(tree, mode)
for source, flags in [(3, ast.PyCF_ONLY_AST), (Module([]), ast.PyCF_ONLY_AST), (Constant(2), ast.PyCF_ONLY_AST)]:
    try:
        print(compile(source, "<t>", "exec", flags))
    except TypeError as error:
        print(error)
deep = x
for _ in range(500):
    deep = BinOp(deep, Add(), x)
attempt(Expression(deep), "eval")
loop = BinOp(x, Add(), x)
loop.left = loop
for place in ("lineno", "col_offset"):
    setattr(loop, place, 1)
try:
    compile(Expression(loop), "<t>", "eval")
except RecursionError:
    print("RecursionError")
