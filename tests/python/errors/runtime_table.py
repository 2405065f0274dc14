# Runs each of many small wrong programs, and prints what it prints and how it ends.
import sys


def programs(path):
    with open(path, encoding="utf-8") as file:
        text = "\n" + file.read()
    for part in text.split("\n### ")[1:]:
        name, _, source = part.partition("\n")
        yield name, source


def chain(error, depth=0):
    """Prints an exception, where it was raised, and what led to it."""
    mark = "  " * depth
    print(f"{mark}{type(error).__qualname__}: {str(error)!r} {getattr(error, '__notes__', '')}")
    for name in ("name", "code", "value", "lineno", "offset"):
        value = getattr(error, name, None)
        if isinstance(value, (str, int)):
            print(f"{mark}  .{name} = {value!r}")
    place = error.__traceback__
    while place is not None:
        code = place.tb_frame.f_code
        if code.co_filename.startswith("program"):
            print(f"{mark}  line {place.tb_lineno} of {code.co_qualname}")
        place = place.tb_next
    if error.__cause__ is not None:
        print(f"{mark}  because of")
        chain(error.__cause__, depth + 1)
    elif error.__context__ is not None and not error.__suppress_context__:
        print(f"{mark}  while handling")
        chain(error.__context__, depth + 1)
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            chain(inner, depth + 1)


for name, source in programs("tables/runtime.txt"):
    print(f"--- {name}")
    try:
        exec(compile(source, f"program {name}", "exec"), {"__name__": "__main__"})
    except BaseException as error:
        error.__traceback__ = error.__traceback__.tb_next
        if "cycle" not in name:
            chain(error)
    else:
        print("no error")
