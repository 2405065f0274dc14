# time and timeit: conversions, formats, clocks, struct_time; timers.
import io
import os
import time
import timeit

os.environ['TZ'] = 'UTC'
t = time.gmtime(1700000000)
print(t, t.tm_year, t[:6], t.tm_zone, t.tm_gmtoff, len(t), time.asctime(t), time.strftime('%Y-%m-%d %H:%M:%S %a %b %j %p %%', t))
print(time.gmtime(0), time.gmtime(-1)[:6], time.strptime('2024-02-29 13:14:15', '%Y-%m-%d %H:%M:%S'), time.strptime('30 Nov 00', '%d %b %y')[:3])
print(time.struct_time((2024, 1, 2, 3, 4, 5, 1, 2, 0)), time.struct_time(range(9)).tm_yday, time.mktime(time.localtime(1000000)) == 1000000)
for bad in (lambda: time.strptime('x', '%Y'), lambda: time.struct_time((1, 2)), lambda: time.gmtime('x'), lambda: time.sleep(-1), lambda: time.strftime('%Y', (1,)), lambda: time.strftime('%Y', (2024, 13, 1, 0, 0, 0, 0, 1, 0)), lambda: time.gmtime(1e30), lambda: time.strptime('2024-02-30', '%Y-%m-%d'), lambda: time.strptime('1 extra', '%d')):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
a = time.monotonic()
p = time.perf_counter_ns()
time.sleep(0.01)
print(time.monotonic() - a >= 0.009, time.perf_counter_ns() - p >= 9_000_000, time.time() > 1.6e9, isinstance(time.time_ns(), int), time.process_time() >= 0, time.thread_time() >= 0)
for name in ('time', 'monotonic', 'perf_counter', 'process_time'):
    info = time.get_clock_info(name)
    print(name, info.adjustable, info.monotonic, info.resolution <= 0.01)
print(time.tzname, time.timezone, time.daylight, time.altzone, time.clock_gettime(time.CLOCK_REALTIME) > 0)
print(timeit.timeit('x += 1', 'x = 0', number=100) > 0, len(timeit.repeat('pass', repeat=3, number=10)), timeit.default_timer is time.perf_counter)
calls = []
print(timeit.timeit(lambda: calls.append(1), number=7) >= 0, len(calls), timeit.Timer('y = z * 2', globals={'z': 4}).timeit(5) > 0)
ticks = iter(range(0, 10**9, 10**6))
number, taken = timeit.Timer('pass', timer=lambda: next(ticks)).autorange()
print(number, taken)
out = io.StringIO()
try:
    timeit.timeit('1 / 0')
except ZeroDivisionError:
    timer = timeit.Timer('1 / 0')
    try:
        timer.timeit(1)
    except ZeroDivisionError:
        timer.print_exc(out)
print(out.getvalue().splitlines()[-1])
try:
    timeit.Timer('return')
except SyntaxError as e:
    print(e.msg)
for bad in (lambda: timeit.Timer(3), lambda: timeit.Timer('pass', 4)):
    try:
        bad()
    except ValueError as e:
        print(e)
