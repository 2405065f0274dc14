# __import__, builtins and __build_class__ replaced and deleted.
# ends: ok
import builtins
real = builtins.__import__, builtins.__build_class__, builtins.print, builtins.len, builtins.AssertionError, builtins.type
for value in (None, 5, lambda *a, **k: 7, lambda *a, **k: 1 / 0, "x"):
    builtins.__import__ = builtins.__build_class__ = builtins.print = builtins.AssertionError = value
    for source in ("import sys", "class C: pass", "print(1) if callable(print) else 1", "assert 0", "from sys import path"):
        try:
            exec(source)
        except (TypeError, ZeroDivisionError, ImportError, real[4], NameError, AttributeError):
            pass
builtins.__import__, builtins.__build_class__, builtins.print, builtins.len, builtins.AssertionError, builtins.type = real
del builtins.__import__, builtins.__build_class__
for source in ("import sys", "class C: pass"):
    try:
        exec(source)
    except (ImportError, NameError):
        pass
builtins.__import__, builtins.__build_class__ = real[:2]
names = vars(builtins)
for name in list(names):
    if name != "__import__":
        names.pop(name)
try:
    missing
except:
    done = 1
