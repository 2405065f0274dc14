# f_lineno set to nonsense by a trace function.
# ends: ok
import sys
def victim():
    x = 1
    for i in range(3):
        try:
            with open if False else manager():
                x += i
        finally:
            x += 1
    return x
class manager:
    def __enter__(self): pass
    def __exit__(self, *a): pass
for target in list(range(-5, 30)) + [1 << 31, 1 << 40, "x", None]:
    hits = 0
    def trace(frame, event, arg):
        global hits
        hits += 1
        if hits > 200:
            sys.settrace(None)
            return None
        if frame.f_code is victim.__code__ and event == "line" and hits % 5 == 0:
            try:
                frame.f_lineno = target
            except (ValueError, TypeError, OverflowError):
                pass
        return trace
    sys.settrace(trace)
    try:
        victim()
    except Exception:
        pass
    sys.settrace(None)
