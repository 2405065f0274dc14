# Setting `f_lineno`: the ways through the code are followed, variables are filled, temporaries dropped.
import sys
import warnings

warnings.simplefilter("ignore")


def function(note):
    for i in 1, 2:
        try:
            note(i)
            raise KeyError
        except KeyError:
            note(5)
            x = 6
    note(x)


def run(start, target):
    first = function.__code__.co_firstlineno
    output = []

    def trace(frame, event, argument):
        if frame.f_code is function.__code__ and event == "line" and frame.f_lineno == first + start:
            frame.f_lineno = first + target
            return None
        return trace

    sys.settrace(trace)
    try:
        function(output.append)
    except Exception as error:
        output.append(type(error).__name__)
    finally:
        sys.settrace(None)
    print(output)


try:
    run(6, 8)
    run(3, 8)
    run(1, 3)
except MemoryError:
    print("MemoryError")
