# What is printed of exceptions that nobody can catch: no marks, causes, notes, members.
import io
import re
import sys


class Silent(Exception):
    def __str__(self):
        return 1 / 0


class Raising:
    def __init__(self, action):
        self.action = action

    def __del__(self):
        self.action()


def chained():
    try:
        1 / 0
    except ZeroDivisionError as error:
        error.add_note("a note")
        raise KeyError("x") from error


def noted():
    error = ValueError("v")
    error.add_note("another note")
    raise error


def group():
    raise ExceptionGroup("several", [ValueError(1), KeyError(2)])


def syntax():
    compile("a b", "f", "exec")


def long():
    int(
        "x" +
        "y"
    )


def bare():
    raise KeyError


def deep(n=9):
    if n:
        return deep(n - 1)
    raise Silent


def lines():
    raise ValueError("several\nlines")


for action in chained, noted, group, syntax, long, bare, deep, lines:
    stream = sys.stderr = io.StringIO()
    Raising(action)
    sys.stderr = sys.__stderr__
    text = re.sub(r'File ".*[/\\]', 'File "', re.sub("0x[0-9a-f]+", "...", stream.getvalue()))
    print(re.sub("(?m) +$", "_", text))
