# What the compiler warns of, in CPython's order.
import warnings


def show(message, category, filename, lineno, file=None, line=None):
    print(category.__name__, message, filename, lineno)


warnings.showwarning = show
warnings.simplefilter("always")

SOURCES = [
    r"'\d'", r"b'\d'", r"f'\d{1}'", r"'\777'", "1 is 1", "x is 'a'", "x is not ()", "x is (1, (None, 'a'))",
    "x is (1, y)", "x is None", "x is -1", "assert (1, 'x')", "assert ()", "'a'()", "[1](2)", "[(1)(2)]",
    "f'{x}'()", "'a'['b']", "[1][1, 2]", "None[0]", "(lambda: 1)[0]", "1in [1]", "0x1for x in []", "1.0is 1",
    "1jor 2", "0b1and 2", "1if 1else 2", "'\\d' is x",
    "def f():\n try: pass\n finally:\n  return 1 is 1",
    "while 1:\n try: pass\n finally:\n  break",
    "for x in y:\n try: pass\n finally:\n  continue",
    "try: pass\nfinally:\n  def f(): return\n  for x in y: break\n",
]
for source in SOURCES:
    print("#", repr(source))
    try:
        compile(source, "egg.py", "exec")
    except SyntaxError as error:
        print(type(error).__name__, error)

warnings.simplefilter("error")
try:
    compile("x = 1\nx is 1", "egg.py", "exec")
except SyntaxError as error:
    print(type(error).__name__, error.msg, error.lineno, error.__context__)
for source in ["x = [1](2)", "def f():\n try: pass\n finally:\n  return 1", "assert (\n1, 2)"]:
    try:
        compile(source, "<egg>", "exec")
    except SyntaxError as error:
        print(error.args)
try:
    compile(r"'\d'", "<egg>", "exec")
except SyntaxError as error:
    print(error.msg)
