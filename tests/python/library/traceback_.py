# traceback: formatting of exceptions, chains, groups, stacks, summaries.
import io
import sys
import traceback

def inner(x):
    return 1 / x

def outer(x):
    try:
        return inner(x)
    except ZeroDivisionError as e:
        raise ValueError('outer failed') from e

try:
    outer(0)
except ValueError as e:
    caught = e
    text = traceback.format_exc()
    print(text.replace(__file__, 'FILE'))
    print(traceback.format_exception_only(e), traceback.format_exception(e)[-1])
    print([(f.name, f.lineno, f.line) for f in traceback.extract_tb(e.__traceback__)])
    print([(frame.f_code.co_name, line) for frame, line in traceback.walk_tb(e.__cause__.__traceback__)])
    print(traceback.format_exception(e, chain=False)[0], len(traceback.format_exception(e, limit=0)))
out = io.StringIO()
traceback.print_exception(caught, file=out, limit=1)
print(out.getvalue().replace(__file__, 'FILE'))
try:
    try:
        {}['k']
    except KeyError:
        int('x')
except ValueError as e:
    t = traceback.TracebackException.from_exception(e, capture_locals=True)
    print(t.exc_type_str, str(t), t.__context__.exc_type_str, t.stack[0].locals is not None, t.__suppress_context__)
    print(''.join(t.format_exception_only()))
e = RuntimeError('with notes')
e.add_note('first\nsecond')
print(''.join(traceback.format_exception(e)), traceback.format_exception_only(ValueError()))
print(''.join(traceback.format_exception(ExceptionGroup('group', [ValueError(1), ExceptionGroup('sub', [TypeError('t'), OSError(2, 'No')])]))))
try:
    compile('x = (1 +\ny = 2', 'f.py', 'exec')
except SyntaxError as e:
    print(''.join(traceback.format_exception_only(e)))
try:
    compile('for x in y\n  pass', 'f.py', 'exec')
except SyntaxError as e:
    print(*traceback.format_exception_only(e), sep='')

def stack():
    return traceback.extract_stack()
s = stack()
print([f.name for f in s], s[-1].line, type(s).__name__, repr(s[-1]).replace(__file__, 'FILE'))
print([line.replace(__file__, 'FILE') for line in traceback.format_stack(limit=1)])
fs = traceback.FrameSummary('f.py', 3, 'func', line='  code()  ')
print(list(fs), fs.line, fs == ('f.py', 3, 'func', 'code()'), len(fs))
print(traceback.format_list([('f.py', 1, 'a', 'x = 1'), ('g.py', 2, 'b', None)]), traceback.StackSummary.from_list([('f', 1, 'n', 'l')]).format())

def recurse(n):
    return recurse(n - 1) if n else 1 / 0
try:
    recurse(10)
except ZeroDivisionError as e:
    print(''.join(traceback.format_tb(e.__traceback__)).replace(__file__, 'FILE'))

class Odd(Exception):
    def __str__(self):
        raise TypeError('no')
print(traceback.format_exception_only(Odd()))
try:
    class A: pass
    A().valeu
except AttributeError as e:
    print(''.join(traceback.format_exception_only(e)))
try:
    traceback.nothing
except AttributeError as e:
    print(e)
value = sys.exc_info()
print(value, traceback.format_exc())
try:
    abs(1, x=undefined_name)
except NameError:
    traceback.print_exc(file=sys.stdout, limit=0)
