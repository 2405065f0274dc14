# Compiles each of many sources with one mistake, and prints what the SyntaxError says and where.
import sys


def programs(path):
    with open(path, encoding="utf-8") as file:
        text = "\n" + file.read()
    for part in text.split("\n### ")[1:]:
        name, _, source = part.partition("\n")
        yield name, source


sys.stderr = sys.stdout
for name, source in programs("tables/syntax.txt"):
    print(f"--- {name}")
    try:
        compile(source, f"program {name}", "exec")
    except SyntaxError as error:
        error.__traceback__ = None
        print(error.lineno, error.offset, error.end_lineno, error.end_offset, repr(error.text))
        sys.excepthook(type(error), error, None)
    else:
        print("no error")
