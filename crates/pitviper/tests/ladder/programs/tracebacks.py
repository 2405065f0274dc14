import traceback


def inner(depth):
    if depth:
        inner(depth - 1)
    else:
        {}["missing"]


def outer():
    try:
        inner(3)
    except KeyError as error:
        raise ValueError("outer") from error


try:
    outer()
except ValueError:
    text = traceback.format_exc()
    print(text.count("inner(depth - 1)"), "direct cause" in text, text.splitlines()[-1])
