import sys

events = []


def trace(frame, event, argument):
    events.append((event, frame.f_code.co_name, frame.f_lineno > 0))
    return trace


def traced(n):
    total = 0
    for number in range(n):
        total += number
    try:
        raise ValueError(total)
    except ValueError as error:
        return [error.args]


sys.settrace(trace)
try:
    traced(3)
finally:
    sys.settrace(None)
print(len(events), events[0], events[-1])
