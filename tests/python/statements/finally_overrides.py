# return, break and continue that leave a finally block swallow the exception.
# The compiler warns about them (PEP 765), so they are compiled with the warning's text dropped.
import sys
keep, sys.stderr = sys.stderr, None
source = '''
def ret():
    try:
        1 / 0
    finally:
        return "swallowed"

def ret_wins():
    try:
        return "try"
    finally:
        return "finally"

def brk():
    while True:
        try:
            1 / 0
        finally:
            break
    return "after break"

def cont():
    seen = []
    for i in range(3):
        try:
            seen.append(i)
            {}[i]
        finally:
            continue
    return seen

def brk_return():
    for i in range(3):
        try:
            return "return " + str(i)
        finally:
            if i < 1:
                continue
            break
    return "loop left"

def in_except():
    try:
        try:
            raise ValueError("v")
        except ValueError:
            raise KeyError("k")
        finally:
            return "both gone"
    except KeyError:
        return "never"
'''
code = compile(source, "finally", "exec")
sys.stderr = keep
exec(code)
for f in (ret, ret_wins, brk, cont, brk_return, in_except):
    print(f.__name__, f())
print(sys.exc_info())
