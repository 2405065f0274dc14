# Offsets as programs see them agree with each other: co_lines, co_positions, f_lasti, tb_lasti.
import inspect
import sys


def plain(x):
    y = x + 1
    return y


def steps():
    yield 1
    yield 2


class Thing:
    attribute = 1

    def one_line(self): return 1


def lines_of(code):
    runs = list(code.co_lines())
    assert runs[0][0] == 0, runs
    for (_, end, _), (start, _, _) in zip(runs, runs[1:]):
        assert end == start, runs
    positions = list(code.co_positions())
    assert runs[-1][1] == 2 * len(positions), (runs, len(positions))
    assert runs[-1][1] == len(code.co_code)
    return [line for _, _, line in runs if line is not None]


def line_at(code, offset):
    return [line for start, end, line in code.co_lines() if start <= offset < end]


module = compile("a = 1\nb = 2\n", "m", "exec")
for code in (plain.__code__, Thing.one_line.__code__, module, compile("1 + 1", "e", "eval"), (lambda: 0).__code__):
    print(code.co_name, lines_of(code), next(code.co_positions()))
print(list(dict.fromkeys(lines_of(steps.__code__))))


def tracer(frame, event, arg):
    if frame.f_code.co_name in ("plain", "steps", "one_line"):
        at = frame.f_lasti
        assert line_at(frame.f_code, at) == [frame.f_lineno], (event, at, frame.f_lineno)
        print(event, frame.f_code.co_name, frame.f_lineno, inspect.getframeinfo(frame).lineno, at == 0)
    return tracer


sys.settrace(tracer)
plain(1)
Thing().one_line()
sys.settrace(None)


def fail():
    return (1 /
            0)


try:
    fail()
except ZeroDivisionError as e:
    tb = e.__traceback__.tb_next
    print(line_at(fail.__code__, tb.tb_lasti), tb.tb_lineno, tb.tb_lasti == tb.tb_frame.f_lasti)
    again = type(tb)(None, tb.tb_frame, tb.tb_lasti, -1)
    print(again.tb_lineno, again.tb_lasti == tb.tb_lasti)

monitoring = sys.monitoring
monitoring.use_tool_id(4, "test")
monitoring.register_callback(4, monitoring.events.PY_START, lambda code, at: print("start", code.co_name, at))
monitoring.register_callback(4, monitoring.events.PY_RETURN, lambda code, at, _: print("return", line_at(code, at)))
monitoring.set_local_events(4, plain.__code__, monitoring.events.PY_START | monitoring.events.PY_RETURN)
plain(2)
monitoring.set_local_events(4, plain.__code__, 0)
monitoring.free_tool_id(4)
