# Mistakes caught as SyntaxError: where they begin and end.
import sys

sys.path.insert(0, "modules")
from mistakes import sources

for source in sources:
    try:
        compile(source, "s", "exec")
        print(ascii(source), "compiles")
    except SyntaxError as e:
        print(ascii(source), e.lineno, e.offset, e.end_lineno, e.end_offset)
    except ValueError as e:
        print(ascii(source), "ValueError")
