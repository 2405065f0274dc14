# f-strings nested deeper than the grammar has patience for.
# ends: ok
for depth in (10, 149, 150, 1000, 50_000):
    try:
        exec('f"{' * depth + "1" + '}"' * depth)
    except (SyntaxError, MemoryError, RecursionError):
        pass
for depth in (2, 10, 1000):
    try:
        exec("f'{1:" + "{1:" * depth + "}" * depth + "}'")
    except (SyntaxError, MemoryError, RecursionError, ValueError):
        pass
