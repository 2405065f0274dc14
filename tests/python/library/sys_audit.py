# Audit hooks, the breakpoint hook, and facts of the interpreter.
import os
import sys

heard = []
sys.addaudithook(lambda event, args: heard.append((event, args)) if event.startswith('mine') else None)
sys.audit('mine.one')
sys.audit('mine.two', 1, [2])
print(heard)
def stern(event, args):
    if event in ('mine.bad', 'sys.addaudithook'):
        raise ValueError(event)
sys.addaudithook(stern)
def fails(f):
    try:
        print('no error', f())
    except Exception as e:
        print(type(e).__name__, e)
fails(lambda: sys.audit('mine.bad'))
fails(lambda: sys.audit())
fails(lambda: sys.audit(3))
fails(lambda: sys.addaudithook())
print(sys.addaudithook(lambda *a: print('never')), sys.audit('mine.three'), len(heard))

def here():
    return sys._current_frames()
frames = here()
print(len(frames), [f.f_code.co_name for f in frames.values()])
try:
    1 / 0
except ZeroDivisionError:
    print([type(e) for e in sys._current_exceptions().values()])
print(sys._framework == '', len(sys._git), sys._git[1:], type(sys.thread_info).__name__, len(sys.thread_info), sys.__breakpointhook__ is sys.breakpointhook)

os.environ['PYTHONBREAKPOINT'] = 'builtins.print'
breakpoint('called', 'twice', sep='-')
os.environ['PYTHONBREAKPOINT'] = 'len'
print(breakpoint('abc'))
os.environ['PYTHONBREAKPOINT'] = '0'
print(breakpoint('abc', x=1))
import warnings
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter('always')
    for name in ('nosuch.hook', 'os.nosuch', '.x', 'nosuch'):
        os.environ['PYTHONBREAKPOINT'] = name
        breakpoint()
    print([(w.category.__name__, str(w.message)) for w in seen])
sys.breakpointhook = lambda *a, **k: (a, k)
print(breakpoint(1, b=2))
del sys.breakpointhook
fails(breakpoint)

import tempfile
events = []
on = True
def note(event, args):
    if on and (event.startswith('os.') or event in ('open', 'exec')):
        events.append((event, args if event != 'exec' else args[0].co_name))
old = stern.__code__
stern.__code__ = (lambda event, args: None).__code__
sys.addaudithook(note)
with tempfile.TemporaryDirectory() as top:
    os.chdir(top)
    events.clear()
    os.mkdir('d', 0o700)
    os.rename('d', 'e')
    os.listdir('e')
    os.scandir('e').close()
    os.close(os.open('f', os.O_CREAT))
    os.link('f', 'g')
    os.symlink('f', 'h')
    os.remove('g')
    os.rmdir('e')
    os.system('true')
    exec('1')
    eval('2')
    try:
        os.execv('/nope', ['x'])
    except OSError:
        pass
    on = False
    os.chdir('/')
for e in events:
    print(e)
