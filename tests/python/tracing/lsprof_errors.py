# Wrong uses of `_lsprof.Profiler`, and timers that fail.
import _lsprof
import sys

Profiler = _lsprof.Profiler


def attempt(function, *args, **options):
    try:
        print(function(*args, **options))
    except Exception as error:
        print(type(error).__name__, error)


attempt(Profiler, 1, 2, 3, 4, 5)
attempt(Profiler, x=3)
attempt(Profiler, timeunit="a")
profiler = Profiler()
attempt(profiler.enable, 1, 2, 3)
attempt(profiler.enable, other=1)
attempt(profiler.disable)
attempt(profiler.clear)
attempt(profiler.getstats)

# One tool at a time.
profiler.enable()
attempt(profiler.enable)
attempt(Profiler().enable)
print(sys.monitoring.get_tool(sys.monitoring.PROFILER_ID), sys.monitoring.get_events(2))
profiler.disable()
print(sys.monitoring.get_tool(2))
sys.monitoring.use_tool_id(2, "other")
attempt(profiler.enable)
attempt(profiler.disable)
print(sys.monitoring.get_tool(2))
sys.monitoring.free_tool_id(2)

# Timers.
events = []
sys.unraisablehook = lambda info: events.append((type(info.exc_value).__name__, str(info.exc_value)))


def within():
    for method in (profiler.disable, profiler.clear):
        try:
            method()
        except RuntimeError as error:
            events.append(str(error))
    return 1


def call():
    pass


for timer in (lambda: 1 / 0, lambda: "x", lambda: None, lambda: 1e300, lambda: float("nan"), lambda: 1 << 70, lambda: True, within):
    for unit in (0.0, 0.5):
        events.clear()
        profiler = Profiler(timer, unit)
        profiler.enable()
        call()
        profiler.disable()
        print(len(events), *events[:2])
        print([entry[1:] for entry in profiler.getstats()])


class Mine(Profiler):
    pass


mine = Mine()
mine.note = 1
mine.enable()
call()
mine.disable()
print(len(mine.getstats()), mine.note)
