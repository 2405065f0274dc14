# ast-free odds and ends: contextlib extras, itertools recipes, functools in use, random streams, heapq merges, secrets' shapes, codeop, code.
import bisect, code, codeop, contextlib, functools, heapq, io, itertools, random, weakref, zoneinfo, runpy, sys
from concurrent.futures import Future, CancelledError, InvalidStateError

for text in ('x = 1', 'if x:', 'if x:\n  y', 'if x:\n  y\n', '1 +', '(1,', '"""a', 'for', 'x = = 1', 'def f():', '@d', 'try:\n  a\n', '', '# c', 'a\\'):
    try:
        print(repr(text), codeop.compile_command(text) is not None)
    except SyntaxError as e:
        print(repr(text), 'SyntaxError')
out = io.StringIO()
with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
    c = code.InteractiveInterpreter({'v': 3})
    print(c.runsource('print(v + 1)'), c.runsource('for i in v:'), c.runsource('v ='), c.runsource('1 / 0'))
    k = code.InteractiveConsole()
    print(k.push('def f():'), k.push('  return 5'), k.push(''), k.push('f()'))
print(out.getvalue())
f = Future()
print(f.done(), f.running(), f.set_running_or_notify_cancel(), f.set_result(3), f.result(), f.done(), f.exception())
g = Future()
g.add_done_callback(lambda f: print('callback', f.cancelled()))
print(g.cancel(), g.cancelled())
for bad in (lambda: g.result(), lambda: f.set_result(1)):
    try:
        bad()
    except (CancelledError, InvalidStateError) as e:
        print(type(e).__name__)
print(list(heapq.merge([1, 4], [2, 3], key=None, reverse=False)), heapq.nlargest(2, 'hello', key=ord), bisect.bisect_left([1, 3, 5], 3), list(itertools.batched('abcde', 2)), list(itertools.pairwise('abc')))
random.seed(7)
print(random.randint(1, 100), random.choice('abc'), random.sample(range(10), 3), random.shuffle([1]), round(random.gauss(0, 1), 6), random.choices('ab', k=3), random.getrandbits(8), random.Random(3).random(), round(random.triangular(), 6))

class Obj:
    pass
o = Obj()
d = weakref.WeakValueDictionary(a=o)
k = weakref.WeakKeyDictionary({o: 1})
s = weakref.WeakSet([o])
fin = weakref.finalize(o, print, 'finalized')
print(len(d), len(k), len(s), fin.alive, weakref.ref(o)() is o, weakref.getweakrefcount(o) > 0)
del o
print(len(d), len(k), len(s), fin.alive)
@functools.singledispatch
def show(x): return 'object'
@show.register
def _(x: int): return 'int'
@show.register(list)
def _(x): return 'list'
print(show(1), show([]), show('s'), show.dispatch(bool).__name__, functools.reduce(lambda a, b: a * b, range(1, 6)))
@functools.total_ordering
class T:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __lt__(self, o): return self.v < o.v
print(T(1) >= T(0), T(1) > T(2), sorted([T(3), T(1)])[0].v)
class C:
    @functools.cached_property
    def p(self):
        print('computed')
        return 1
c = C()
print(c.p, c.p)
with contextlib.ExitStack() as stack:
    stack.callback(print, 'last')
    stack.enter_context(contextlib.suppress(KeyError))
    raise KeyError
@contextlib.contextmanager
def cm():
    print('in')
    try:
        yield 5
    finally:
        print('out')
with cm() as v, contextlib.closing(io.StringIO()) as s, contextlib.nullcontext(4) as n:
    print(v, n)
z = zoneinfo.ZoneInfo.from_file if hasattr(zoneinfo.ZoneInfo, 'from_file') else None
print(z is not None, issubclass(zoneinfo.ZoneInfoNotFoundError, KeyError))
try:
    zoneinfo.ZoneInfo('No/Such')
except zoneinfo.ZoneInfoNotFoundError as e:
    print(e)
