# sys.monitoring: tools, events in order, local events, DISABLE and restart_events, errors.
import sys
mon = sys.monitoring
E = mon.events

def fails(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print(type(error).__name__, error)

fails(mon.use_tool_id, 6, "x")
fails(mon.use_tool_id, -1, "x")
fails(mon.use_tool_id, 3, 4)
fails(mon.get_events, 3)
fails(mon.set_events, 3, E.LINE)
fails(mon.get_tool, 3)
mon.use_tool_id(3, "tool")
fails(mon.use_tool_id, 3, "other")
print(mon.get_tool(3), mon.get_events(3))
fails(mon.set_events, 3, E.C_RETURN)
fails(mon.set_events, 3, 1 << 30)
fails(mon.set_events, 3, -1)
fails(mon.register_callback, 3, E.LINE | E.CALL, None)
fails(mon.set_local_events, 3, 5, E.LINE)
fails(mon.set_local_events, 3, fails.__code__, E.RAISE)
print({name: value for name, value in vars(E).items() if name.isupper()} == {
    name: getattr(E, name) for name in dir(E) if name.isupper()}, E.PY_START, E.LINE, E.RERAISE, E.NO_EVENTS)

def show(value):
    if value is mon.MISSING:
        return "MISSING"
    if isinstance(value, (int, str, list, type(None))):
        return repr(value)
    return getattr(value, "__name__", None) or type(value).__name__

events = []
def record(name):
    def callback(code, *args):
        if code.co_filename == __file__:
            if name == "LINE":
                args = args[0] - code.co_firstlineno,
            else:
                args = tuple(show(arg) for arg in args[1:])
            events.append((name, code.co_name, *args))
    return callback

NAMES = ["PY_START", "PY_RESUME", "PY_RETURN", "PY_YIELD", "CALL", "LINE", "RAISE", "EXCEPTION_HANDLED", "PY_UNWIND",
         "PY_THROW", "RERAISE", "C_RETURN", "C_RAISE"]
for name in NAMES:
    mon.register_callback(3, getattr(E, name), record(name))

def run(wanted, function, *args):
    events.clear()
    bits = 0
    for name in wanted:
        bits |= getattr(E, name)
    mon.set_events(3, bits)
    try:
        function(*args)
    except Exception as error:
        pass
    mon.set_events(3, 0)
    print(function.__name__)
    for event in events:
        if event[:2] != ("CALL", "run"):
            print("  ", *event)

def helper(x):
    return x + 1

def calls():
    a = helper(1)
    b = len("abc")
    c = "abc".upper()
    d = [].append(2)
    int("x")

def numbers():
    yield 1
    yield 2
    return 3

def consumer():
    for x in numbers():
        pass
    g = numbers()
    next(g)
    try:
        g.throw(ValueError("v"))
    except ValueError:
        pass

def divides():
    1 / 0

def handles():
    try:
        divides()
    except ZeroDivisionError:
        pass

run(["PY_START", "PY_RETURN", "LINE"], calls)
run(["CALL", "C_RETURN", "C_RAISE"], calls)
run(["PY_START", "PY_RESUME", "PY_RETURN", "PY_YIELD", "PY_THROW", "PY_UNWIND"], consumer)
run(["RAISE", "RERAISE", "PY_UNWIND", "EXCEPTION_HANDLED"], handles)

mon.set_local_events(3, helper.__code__, E.LINE | E.PY_START)
print(mon.get_local_events(3, helper.__code__) == E.LINE | E.PY_START)
events.clear()
helper(1), calls.__name__
print(events)
mon.set_local_events(3, helper.__code__, 0)
events.clear()
helper(1)
print(events)

lines = []
def once(code, line):
    lines.append(line - code.co_firstlineno)
    return mon.DISABLE

def loop():
    for i in range(3):
        helper(i)

mon.register_callback(3, E.LINE, once)
mon.set_local_events(3, loop.__code__, E.LINE)
loop()
loop()
print(lines)
mon.restart_events()
loop()
print(lines)
mon.register_callback(3, E.RAISE, lambda *args: mon.DISABLE)
mon.set_events(3, E.RAISE)
try:
    {}[1]
except Exception as error:
    print(type(error).__name__, error)
mon.free_tool_id(3)
print(mon.get_tool(3))
loop()
print(lines)
