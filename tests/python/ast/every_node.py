"""ast.parse of every kind of node, with places, and code made of the trees again."""

import ast

MODULES = '''
x = y = 1
x, (y, *z) = [a, b] = 1, 2
x += 1; x -= 1; x *= 1; x @= 1; x /= 1; x %= 1; x **= 2; x <<= 1; x >>= 1; x |= 1; x ^= 1; x &= 1; x //= 1
x: int
(x): int = 1
a.b: str = "c"
del x, (y), a.b, c[0], [d, e]
for x in y: pass
else: break
while x: continue
else: pass
if a: b
elif c: d
else: e
with a as b, c: pass
with (a as b, c as (d, e),): pass
match x:
    case 1 | -1 | 1+2j | "s" "t" | b"b" | a.b.c: pass
    case None | True | False: pass
    case [a, *_, b]: pass
    case (c, *rest): pass
    case {1: a, "k": b, **more}: pass
    case Point(1, y=2) | p.Q(): pass
    case (1 as one): pass
    case _ if guard: pass
raise
raise A from B
try: a
except (B, C) as d: e
except F: g
except: h
else: i
finally: j
try: a
except* B: c
try: a
except A, B: c
assert a, b
import a.b.c as d, e
from . import x
from ..a.b import (c as d, e)
from a import *
def f():
    global a, b
    def g(): nonlocal c
@deco.rator(1)
@other
def f(a, b: int = 1, /, c=2, *args: x, d, e: y = 3, **kw: z) -> r: """doc"""; return
def f[T: int = str, *Ts = *tuple[int], **P = [int]](x: T): yield
class C: pass
@d
class C[T](A, *B, metaclass=M, **kw):
    x = 1
type X[T] = list[T]
async def f():
    async for a in b: await c
    async with d as e: return [x async for x in y if z]
'''

EXPRESSIONS = r'''
a and b or not c
(a := 1)
1 + 2 - 3 * 4 @ 5 / 6 % 7 ** 8 << 9 >> 10 | 11 ^ 12 & 13 // 14
~a, -a, +a, not a
lambda: 0
lambda x, /, y=1, *a, z, **k: (yield)
a if b else c
{1: 2, **a, 3: 4}
{}
{1, *a}
[x for x in y if a if b for z in w]
{x for x in y}
{k: v for k, v in y}
(x for x in y)
f(x for x in y)
f(a, *b, c=d, **e)
a < b <= c == d != e > f >= g is h is not i in j not in k
1, 1.5, 2j, 10**20, 123456789012345678901234567890, 0xff, 1_000
"a" 'b' u"c", u"d" "e", b"f" b"g", r"\n", "\ud800\N{BULLET}\x41"
f"a{b}c{{d}}{e!r}{f!s:>{w}.{p}}{g=}{h = !a:x}" "tail"
f"{a:{b:{c}}}" f'{"nested" + f"{x}"}'
t"a{b}c{d!r:>{w}}" t"{e=}"
a.b.c[d][e:f][::g, h:i:j, ...][k,][*l]
(), (a,), [], [a], (a, b)
None, True, False, ...
(yield), (yield a), (yield from b)
(
  a
  +
  b
)
"ünïcödé" + é.ö("日本")
'''


def show(source, mode):
    try:
        tree = ast.parse(source, mode=mode)
    except SyntaxError as error:
        print(repr(source), "SyntaxError", error.msg)
        return
    print(ast.dump(tree, include_attributes=True))
    try:
        a, b = compile(source, "<s>", mode), compile(tree, "<s>", mode)
    except SyntaxError as error:
        print(error.msg)
    else:
        assert a.co_code == b.co_code and list(a.co_positions()) == list(b.co_positions()), source


def statements(text):
    """Top-level statements, with what goes on from them."""
    lines = text.strip().split("\n")
    current = []
    for line in lines:
        goes_on = line.startswith((" ", "else", "elif", "except", "finally")) or current and current[-1].startswith("@")
        if current and not goes_on:
            yield "\n".join(current)
            current = []
        current.append(line)
    yield "\n".join(current)


for source in statements(MODULES):
    show(source, "exec")
lines = EXPRESSIONS.strip().split("\n")
at = lines.index("(", 20)
for source in lines[:at] + ["\n".join(lines[at : at + 5])] + lines[at + 5 :]:
    show(source, "eval")
for source in ["x", "x = 1; y", "if a:\n  b\n", "pass # c"]:
    show(source, "single")
