# ladder: fresh
import re

print(re.sub(r"(\w+)@(\w+)", r"\2 at \1", "me@home you@work"))
