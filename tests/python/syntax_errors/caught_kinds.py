# Mistakes caught as SyntaxError: the exact type and the line.
import sys

sys.path.insert(0, "modules")
from mistakes import sources

for source in sources:
    try:
        compile(source, "s", "exec")
        print(ascii(source), "compiles")
    except SyntaxError as e:
        print(ascii(source), type(e).__name__, e.lineno)
    except ValueError as e:
        print(ascii(source), "ValueError")
