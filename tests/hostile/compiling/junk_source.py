# Junk as source: bytes of every kind, half tokens, odd encodings.
# ends: ok
import random
r = random.Random(17)
tokens = ["def", "class", "(", ")", "[", "]", "{", "}", ":", ",", "\n", "    ", "f'", "'", '"""', "lambda", "if", "else", "for", "in", "x", "1", "1e", "0x", "\\", "=", ":=", "*", "**", "@", "yield", "await", "async", "match", "case", "type", "\t", "\0", "\ufeff", "\u0301", "é", "->", "...", "import", "from", "try", "except*", "finally", "with", "as", "{x!r:", "t'", "rb'", "global", "nonlocal", "del", "return", ";", "not", "is", "#", "\x0c", "\r"]
for i in range(1500):
    source = (" " if i % 3 else "").join(r.choice(tokens) for n in range(r.randrange(1, 25)))
    for mode in ("exec", "eval", "single"):
        try:
            compile(source, "x", mode)
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            pass
for i in range(200):
    data = bytes(r.randrange(256) for n in range(r.randrange(40)))
    try:
        compile(data, "x", "exec")
    except (SyntaxError, ValueError):
        pass
for source in (b"# coding: nonsense\n1", b"# coding: utf-16\n1", b"\xff\xfe1\0", b"# coding: rot13\n1", b"# coding: undefined\n", b"\xef\xbb\xbf# coding: latin-1\n1", b"# coding: hex\n31"):
    try:
        compile(source, "x", "exec")
    except (SyntaxError, LookupError, UnicodeError):
        pass
