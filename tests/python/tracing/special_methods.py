# What tracing, profiling and monitoring tell of special methods that instructions call.
import sys


class Seq:
    def __init__(self, items):
        self.items = items

    def __getitem__(self, key):
        return self.items[key]

    def __setitem__(self, key, value):
        self.items[key] = value

    def __len__(self):
        return len(self.items)

    def __contains__(self, item):
        return item in self.items

    @property
    def size(self):
        return len(self)


class Count:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        self.n -= 1
        if self.n < 0:
            raise StopIteration
        return self.n

    def __bool__(self):
        return self.n > 0


def work():
    seq = Seq([1, 2])
    seq[0] = seq[1]
    total = len(seq) + seq.size
    if seq:
        total += 1
    if 2 in seq and not Count(0):
        total += 10
    for item in seq:
        total += item
    for item in Count(2):
        total += item
    try:
        seq[5]
    except IndexError as e:
        total += 100
    return total


FIRST = work.__code__.co_firstlineno
log = []


def told(frame, event, arg):
    if event == "exception":
        arg = arg[0].__name__
    elif not isinstance(arg, (int, type(None))):
        arg = type(arg).__name__
    log.append((event, frame.f_code.co_name, frame.f_lineno - FIRST, arg))
    return told


def show(title):
    print(title, len(log))
    for entry in log:
        print("  ", *entry)
    log.clear()


sys.settrace(told)
work()
sys.settrace(None)
show("trace")

sys.setprofile(lambda frame, event, arg: log.append((event, frame.f_code.co_name, getattr(arg, "__name__", None))))
work()
sys.setprofile(None)
show("profile")

monitoring = sys.monitoring
events = monitoring.events
monitoring.use_tool_id(4, "test")


def note(name):
    def callback(code, *rest):
        if code.co_name != "note" and code.co_filename == __file__:
            log.append((name, code.co_name))
    return callback


names = ["PY_START", "PY_RETURN", "PY_UNWIND", "RAISE", "EXCEPTION_HANDLED", "STOP_ITERATION", "RERAISE"]
for name in names:
    monitoring.register_callback(4, getattr(events, name), note(name))
monitoring.set_events(4, sum(getattr(events, name) for name in names))
work()
monitoring.set_events(4, 0)
show("monitoring")
monitoring.free_tool_id(4)
