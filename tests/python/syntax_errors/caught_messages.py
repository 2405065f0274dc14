# Mistakes caught as SyntaxError: the message.
import sys

sys.path.insert(0, "modules")
from mistakes import sources

for source in sources:
    try:
        compile(source, "s", "exec")
        print(ascii(source), "compiles")
    except SyntaxError as e:
        print(ascii(source), ascii(e.msg))
    except ValueError as e:
        print(ascii(source), "ValueError")
