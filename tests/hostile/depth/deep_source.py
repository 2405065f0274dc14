# Source nested in every way that source can be.
# ends: ok
for source in ("(" * 10_000, "[" * 199 + "]" * 199, "-" * 100_000 + "1", "not " * 20_000 + "1", "a" + ".b" * 50_000, "a" + "[0]" * 20_000, "a" + "()" * 20_000,
               "lambda: " * 20_000 + "1", "1 if 1 else " * 20_000 + "1", "1+" * 100_000 + "1", "1**" * 20_000 + "1", "a:=" * 1000, "*" * 1000 + "a",
               "[x for x in " * 150 + "y" + "]" * 150, "{1:" * 190 + "1" + "}" * 190, "f'{" * 100 + "1" + "}'" * 100, "await " * 1000 + "x"):
    try:
        compile(source, "x", "eval")
    except (SyntaxError, RecursionError, MemoryError, OverflowError):
        pass
for source in ("if 1:\n" + "".join(" " * i + "if 1:\n" for i in range(1, 200)) + " " * 200 + "pass", "@x\n" * 10_000 + "def f(): pass", "for x in y: " * 3,
               "def f(): " * 200, "try:\n pass\n" + "except x: pass\n" * 10_000, "if 1: pass\n" + "elif 1: pass\n" * 10_000, "x = " * 20_000 + "1", "del " + "(" * 150 + "x" + ")" * 150,
               "with " + "a, " * 5000 + "b: pass", "match x:\n case " + "[" * 150 + "]" * 150 + ": pass", "global " + "a, " * 10_000 + "a", "import " + "a." * 10_000 + "a",
               "def f(" + ", ".join(f"a{i}" for i in range(5000)) + "): pass", "class C(" + "a, " * 5000 + "): pass"):
    try:
        compile(source, "x", "exec")
    except (SyntaxError, RecursionError, MemoryError, OverflowError):
        pass
