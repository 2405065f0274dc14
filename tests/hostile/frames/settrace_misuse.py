# Trace and profile functions that raise, recurse, replace themselves, trace themselves.
# ends: ok
import sys
def victim(n=2):
    x = [i for i in range(3)]
    return victim(n - 1) if n else sum(x)
def raising(*a): raise ValueError
def swapping(*a):
    sys.settrace(swapping2)
    return swapping
def swapping2(*a):
    sys.settrace(swapping)
    return 5
def calling(*a):
    victim(0)
    return calling
def deleting(frame, event, arg):
    frame.f_trace = None
    try:
        del frame.f_trace
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
    except AttributeError:
        pass
    return deleting
class Obj:
    def __call__(self, *a): return self
    def __del__(self): sys.settrace(None)
for setter in (sys.settrace, sys.setprofile):
    for tool in (raising, swapping, calling, deleting, Obj(), 5, len, print if False else None):
        setter(tool)
        try:
            victim()
        except Exception:
            pass
        sys.settrace(None)
        sys.setprofile(None)
try:
    for use in (lambda: sys.monitoring.use_tool_id(2, "x"), lambda: sys.monitoring.set_events(2, 0xffff), lambda: sys.monitoring.set_events(2, 1), lambda: sys.monitoring.register_callback(2, 1, lambda *a: 1 / 0), victim, lambda: sys.monitoring.free_tool_id(2)):
        try:
            use()
        except (ValueError, ZeroDivisionError):
            pass
finally:
    sys.monitoring.free_tool_id(2)
