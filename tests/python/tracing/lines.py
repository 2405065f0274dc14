# Events of sys.settrace in ordinary functions, with line numbers relative to the function.
import sys

events = []

def tracer(frame, event, arg):
    code = frame.f_code
    if code.co_filename != __file__:
        return None
    line = frame.f_lineno - code.co_firstlineno
    if event == "exception":
        arg = arg[0].__name__, str(arg[1])
    events.append((code.co_name, line, event, arg if not isinstance(arg, Manager) else "manager"))
    return tracer

def run(function, *args):
    events.clear()
    sys.settrace(tracer)
    try:
        function(*args)
    except Exception as error:
        events.append(type(error).__name__)
    finally:
        sys.settrace(None)
    print(function.__name__)
    for event in events:
        print("  ", event)

def plain(a):
    b = a + 1
    return b

def branches(a):
    if a > 1:
        b = 1
    elif a > 0:
        b = 2
    else:
        b = 3
    return b

def loop(n):
    total = 0
    for i in range(n):
        total += i
    else:
        total -= 1
    while n:
        n -= 1
        if n == 1:
            break
    return total

def tight():
    items = range(0, 3)
    try:
        i = 1
        while 1: i = items[i] + 1
    except IndexError:
        pass

def nested():
    def inner(x):
        return x * 2
    return inner(3)

def raises():
    try:
        raise ValueError("one")
    except ValueError as error:
        message = str(error)
    finally:
        done = True
    return message

def escapes():
    x = 1
    return x / 0

def outer_escapes():
    try:
        escapes()
    except ZeroDivisionError:
        return "caught"

def generator():
    yield 1
    x = yield 2
    return x

def uses_generator():
    total = []
    for x in generator():
        total.append(x)
    g = generator()
    next(g)
    g.close()
    return total

class Manager:
    def __enter__(self):
        return self
    def __exit__(self, *args):
        return True

def managed():
    with Manager() as m:
        x = 1
        raise KeyError
    return 2

def comprehension():
    return [x for x in range(3) if x]

def genexp():
    return any(x for x in range(10) if x > 1)

def empty():
    pass

def match(x):
    match x:
        case 1:
            return "one"
        case [a, b]:
            return a
        case _:
            return None

for function, *args in [(plain, 1), (branches, 2), (branches, 1), (branches, 0), (loop, 3), (tight,), (nested,),
                        (raises,), (escapes,), (outer_escapes,), (uses_generator,), (managed,), (comprehension,),
                        (genexp,), (empty,), (match, 1), (match, [1, 2]), (match, 3)]:
    run(function, *args)
