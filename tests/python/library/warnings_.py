# warnings: filters, catching, categories, formats, deprecated, stack levels.
import sys
import warnings
from warnings import catch_warnings, simplefilter, filterwarnings, warn

def record(action, function, **options):
    with catch_warnings(record=True) as log:
        simplefilter(action)
        function(**options)
    return [(w.category.__name__, str(w.message), w.lineno) for w in log]

def noisy():
    warn('careful')
    warn('old', DeprecationWarning)
    warn(UserWarning('object'))
for action in ('always', 'ignore', 'default', 'once', 'module', 'all'):
    print(action, record(action, noisy))

def twice():
    for _ in range(3):
        warn('again', RuntimeWarning)
for action in ('always', 'default', 'once'):
    print(action, len(record(action, twice)))
with catch_warnings():
    simplefilter('error')
    for function in (noisy, lambda: warn('x', ImportWarning), lambda: warn('y', 3), lambda: warn('z', int)):
        try:
            function()
        except (Warning, TypeError) as e:
            print(type(e).__name__, e)
with catch_warnings(record=True) as log:
    filterwarnings('ignore', 'spam.*')
    filterwarnings('always', category=SyntaxWarning, lineno=0)
    warn('spam and eggs')
    warn('eggs', SyntaxWarning)
    warn('Spam', UserWarning)
print([str(w.message) for w in log])

def level(n):
    warn('level', stacklevel=n)
def calls(n):
    level(n)
with catch_warnings(record=True) as log:
    simplefilter('always')
    level(1)
    level(2)
    calls(3)
    warnings.warn_explicit('explicit', UserWarning, 'file.py', 42, module='mod')
print([(w.lineno, w.filename.rpartition('/')[2]) for w in log])
print(warnings.formatwarning('msg', UserWarning, 'f.py', 3, 'code line'), end='')

@warnings.deprecated('use other')
def old(x):
    return x
with catch_warnings(record=True) as log:
    simplefilter('always')
    print(old(1), old.__deprecated__)

    @warnings.deprecated('no class', category=FutureWarning)
    class C: pass
    C()
print([(w.category.__name__, str(w.message)) for w in log])
shown = []
with catch_warnings():
    simplefilter('always')
    warnings.showwarning = lambda *a, **k: shown.append((str(a[0]), a[1].__name__))
    warn('custom')
print(shown, warnings.showwarning.__name__)
for bad in (lambda: simplefilter('bogus'), lambda: filterwarnings('error', 3), lambda: simplefilter('error', int), lambda: filterwarnings('error', lineno=-1)):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
with catch_warnings(action='error', category=UserWarning):
    try:
        warn('as error')
    except UserWarning as e:
        print('raised', e)
print([f[0] + ':' + f[2].__name__ for f in warnings.filters])
w = warnings.WarningMessage('m', UserWarning, 'f', 1)
print(w, issubclass(DeprecationWarning, Warning), [c.__name__ for c in Warning.__subclasses__()][:10])
