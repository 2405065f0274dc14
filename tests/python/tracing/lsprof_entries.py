# What `_lsprof` counts, by a clock that steps once per question.
import _lsprof

now = 0


def clock():
    global now
    now += 1
    return now


def name(code):
    return code if isinstance(code, str) else code.co_name


def show(profiler):
    for entry in sorted(profiler.getstats(), key=lambda entry: name(entry.code)):
        calls = entry.calls and sorted((name(call.code), *call[1:]) for call in entry.calls)
        print(name(entry.code), *entry[1:5], calls)
    print()


def leaf(x):
    return x


def nested(n):
    if n:
        nested(n - 1)
    len([])
    try:
        int("x")
    except ValueError:
        pass
    [].append(2)
    "a".upper()
    dict.fromkeys("ab")
    return sorted([1, 2], key=lambda x: leaf(x))


def generator():
    yield 1
    yield leaf(2)


def raising():
    len(5)


def profiled(function, *args, timer=(clock, 0.5), **options):
    global now
    now = 0
    profiler = _lsprof.Profiler(*timer)
    profiler.enable(**options)
    try:
        function(*args)
    except TypeError:
        pass
    profiler.disable()
    show(profiler)
    return profiler


profiled(nested, 2)
profiled(nested, 1, subcalls=False)
profiled(nested, 1, builtins=False)
profiled(nested, 1, subcalls=False, builtins=False, timer=(clock,))
profiled(lambda: list(generator()), timer=(clock, 1))
profiler = profiled(raising, timer=(lambda: clock() / 2,))
profiler.clear()
print(profiler.getstats())


# Turned on and off within calls.
def turn_on():
    profiler.enable()
    leaf(1)


def turn_off():
    leaf(1)
    profiler.disable()


def begin():
    turn_on()
    leaf(2)


def end():
    turn_off()
    leaf(3)


profiler = _lsprof.Profiler(clock, 1)
begin()
leaf(4)
end()
show(profiler)
print(type(profiler.getstats()[0]).__name__, type(profiler.getstats()[0]).n_fields)
