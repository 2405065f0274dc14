"""A leak through an exception's traceback.

An exception keeps its traceback, the traceback the frames it went through, and
the frames their local variables.  Whoever keeps an exception keeps all that.
"""

import gc
import traceback


class Buffer:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print(f"  ({self.name} is freed)")


def parse(text):
    buffer = Buffer(f"buffer of {text!r}")
    return int(text)


errors = []


def run(text):
    try:
        print("  parsed", parse(text))
    except ValueError as error:
        errors.append(error)


print("no error, the buffer goes at the end of the call:")
run("42")
print("an error that is kept:")
run("egg")
print("  the buffer is still there")

frames = [frame for frame, line in traceback.walk_tb(errors[0].__traceback__)]
print("the error leads to the frames of", [frame.f_code.co_name for frame in frames])
print("and the last of them to", frames[-1].f_locals["buffer"].name)
del frames

print("remedy 1: clear the frames, keep the error")
traceback.clear_frames(errors[0].__traceback__)
print("  still known:", errors[0])

print("remedy 2: drop the traceback")
run("spam")
errors[1].__traceback__ = None
print("  still known:", errors[1])

print("a name for the error in its own frame makes a ring:")
gc.disable()


def careless(text):
    buffer = Buffer("a buffer held by a ring")
    try:
        int(text)
    except ValueError as error:
        kept = error


careless("ham")
print("  the call is over: error, traceback and frame hold each other")
gc.collect()

print("that is why `except ... as error` deletes the name at its end:")


def careful(text):
    buffer = Buffer("a buffer held by nothing")
    try:
        int(text)
    except ValueError as error:
        message = str(error)
    try:
        error
    except NameError:
        print("  the name is gone")


careful("ham")
