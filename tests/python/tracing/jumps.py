# Setting `f_lineno` in a trace function: where control may go, and what it finds there.
import sys
import warnings

warnings.simplefilter("ignore")


def jump(function, start, target, *, event="line", times=1):
    """Runs a function; at line `start` (counted from `def`) it is sent to `target`."""
    first = function.__code__.co_firstlineno
    left = times

    def trace(frame, what, argument):
        nonlocal left
        if frame.f_code is function.__code__ and what == event and frame.f_lineno == first + start and left:
            left -= 1
            try:
                frame.f_lineno = first + target if isinstance(target, int) else target
            except ValueError as error:
                print("   ", error)
            else:
                print("    at", frame.f_lineno - first)
        return trace

    print(function.__name__, start, target, event if event != "line" else "")
    output = []
    sys.settrace(trace)
    try:
        function(output.append)
    except Exception as error:
        print("   ", repr(error))
    finally:
        sys.settrace(None)
    print("   ", output, sys.exception())


class Manager:
    def __init__(self, note, name):
        self.note, self.name = note, name

    def __enter__(self):
        self.note("enter " + self.name)

    def __exit__(self, *_):
        self.note("exit " + self.name)


def plain(note):
    note(1)
    note(2)
    pass
    note(4)


jump(plain, 1, 4)
jump(plain, 4, 1)
jump(plain, 2, 2)
jump(plain, 1, 3)
jump(plain, 4, 3)
jump(plain, 1, 0)
jump(plain, 1, -5)
jump(plain, 1, 999)
jump(plain, 1, "x")
jump(plain, 1, 1 << 40)
jump(plain, 0, 2, event="call")
jump(plain, 4, 1, event="return")


def loops(note):
    for i in 1, 2, 3:
        note(i)
    for j in 4, 5:
        note(j)
        for k in 6, 7:
            note(k)
    while note:
        note(8)
        break
    else:
        note(9)
    note(10)


for start, target in (1, 2), (1, 4), (2, 4), (2, 10), (6, 4), (6, 8), (12, 6), (12, 8), (4, 6), (6, 2), (2, 11):
    jump(loops, start, target)


def handlers(note):
    try:
        note(2)
        raise KeyError(1)
    except KeyError as error:
        note(5)
        note(repr(error))
    except ValueError:
        note(8)
    else:
        note(10)
    finally:
        note(12)
    note(13)


for start, target in (2, 10), (2, 5), (5, 13), (5, 2), (5, 12), (5, 8), (2, 12), (12, 13), (13, 12), (13, 2), (3, 4), (1, 12):
    jump(handlers, start, target)


def cleanup(note):
    try:
        note(2)
        note(3)
    finally:
        note(5)
        note(6)
    note(7)


def passing(note):
    try:
        1 / 0
    finally:
        note(4)
        note(5)
    note(6)


for start, target in (2, 6), (2, 7), (6, 2), (7, 5), (6, 5):
    jump(cleanup, start, target)
for start, target in (4, 6), (5, 4), (4, 2):
    jump(passing, start, target)


def managers(note):
    with Manager(note, "a"):
        note(2)
        with Manager(note, "b"):
            note(4)
        note(5)
    with Manager(note, "c"):
        note(7)
    note(8)


for start, target in (1, 2), (2, 5), (2, 8), (4, 8), (4, 5), (2, 7), (7, 2), (2, 4), (4, 7), (8, 6), (5, 3):
    jump(managers, start, target)


def unbound(note):
    note(1)
    a = 2
    b = 3
    note((a, b))
    del a
    note(b)


jump(unbound, 1, 4)
jump(unbound, 6, 4)
warnings.simplefilter("error")
jump(unbound, 1, 4)
warnings.simplefilter("ignore")


def comprehension(note):
    x = [i for i in range(3)]
    note(x)
    note([
        (i, j)
        for i in x
        for j in x
        if i < j
    ])


jump(comprehension, 1, 2)
jump(comprehension, 2, 1)
jump(comprehension, 3, 2)


def generator(note):
    def inner():
        note(2)
        yield 3
        note(4)

    for value in inner():
        note(value)


def sent(start, target, event):
    output = []
    left = 1

    def trace(frame, what, argument):
        nonlocal left
        if frame.f_code.co_name == "inner" and what == event and frame.f_lineno == frame.f_code.co_firstlineno + start:
            if left:
                left = 0
                frame.f_lineno = frame.f_code.co_firstlineno + target
        return trace

    sys.settrace(trace)
    generator(output.append)
    sys.settrace(None)
    print("generator", start, target, event, output)


sent(2, 1, "return")
sent(2, 1, "call")
sent(1, 2, "line")
sent(3, 1, "line")
sent(1, 3, "line")

try:
    sys._getframe().f_lineno = 1
except ValueError as error:
    print(error)
try:
    del sys._getframe().f_lineno
except AttributeError as error:
    print(error)


# From a callback of `sys.monitoring`.
monitoring = sys.monitoring


def send(code, line):
    frame = sys._getframe(1)
    if line == code.co_firstlineno + 1:
        frame.f_lineno = line + 3


monitoring.use_tool_id(3, "jumper")
monitoring.register_callback(3, monitoring.events.LINE, send)
monitoring.set_local_events(3, plain.__code__, monitoring.events.LINE)
output = []
plain(output.append)
print(output)


def deciding(note):
    if note is not None:
        note(1)
    else:
        note(2)
    for i in 1, 2:
        note(i)
    note(3)


def branched(code, origin, destination):
    frame = sys._getframe(1)
    if frame.f_lineno != code.co_firstlineno + branch:
        return
    try:
        frame.f_lineno = code.co_firstlineno + target
    except ValueError as error:
        print(error)


monitoring.register_callback(3, monitoring.events.BRANCH_LEFT, branched)
monitoring.register_callback(3, monitoring.events.BRANCH_RIGHT, branched)
monitoring.set_local_events(3, deciding.__code__, monitoring.events.BRANCH_LEFT | monitoring.events.BRANCH_RIGHT)
for branch, target in (1, 4), (1, 6), (5, 7), (1, 1000):
    output = []
    deciding(lambda value: len(output) < 9 and output.append(value))
    print(output[:9])
monitoring.free_tool_id(3)

# Who sends a frame to a line is not told that it begins.
def told(function, jumps):
    first = function.__code__.co_firstlineno

    def trace(frame, what, argument):
        if frame.f_code is function.__code__:
            print((what, frame.f_lineno - first), end=" ")
            if what == "line" and frame.f_lineno - first in jumps:
                frame.f_lineno = first + jumps.pop(frame.f_lineno - first)
                print("->", frame.f_lineno - first, end=" ")
        return trace

    sys.settrace(trace)
    function(lambda value: None)
    sys.settrace(None)
    print()


told(plain, {1: 3})
told(plain, {1: 4})
told(plain, {4: 1})
told(plain, {3: 1})
told(plain, {2: 2})
told(plain, {3: 4})
told(loops, {2: 4})
told(loops, {5: 1})
told(handlers, {5: 2})
