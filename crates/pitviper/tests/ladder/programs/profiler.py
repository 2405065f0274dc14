# Counting calls: entries, callees, contexts, names of native functions.
import _lsprof


def leaf(x):
    return x


def nested(n):
    if n:
        nested(n - 1)
    [].append(n)
    return sorted([1, 2], key=lambda x: leaf(x))


def generator():
    yield leaf(1)


now = 0


def clock():
    global now
    now += 1
    return now


try:
    profiler = _lsprof.Profiler(clock, 1)
    profiler.enable()
    try:
        nested(2)
        list(generator())
        for function in [eval(f"lambda: {n}") for n in range(20)]:
            function()
    finally:
        profiler.disable()
    stats = profiler.getstats()
    profiler.clear()
    print(len(stats), sum(entry.callcount for entry in stats), sum(len(entry.calls or ()) for entry in stats))
except MemoryError as error:
    print("MemoryError", error)
