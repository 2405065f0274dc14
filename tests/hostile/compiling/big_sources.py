# Sources of very many names, lines, constants, functions.
# ends: ok
for source in ("\n".join(f"x{i} = {i}" for i in range(20_000)), "x = [" + "1," * 100_000 + "]", "\n" * 500_000, "#" * 1_000_000, "x = '" + "a" * 1_000_000 + "'", "x = b'" + "\\x00" * 200_000 + "'", "\n".join(f"def f{i}(): pass" for i in range(2000)), "x = " + " + ".join(f"y{i}" for i in range(20_000)),
               "if 1:\n" + "  x = 1\n" * 50_000, "def f(): " + "yield;" * 20_000, "x = {" + ",".join(f"'{i}': {i}" for i in range(20_000)) + "}", "\\\n" * 100_000 + "1", ";".join(["1"] * 50_000), "x = '''" + "\n" * 500_000 + "'''", "lambda " + ",".join(f"a{i}" for i in range(20_000)) + ": 1", "\t" * 100_000 + "1", "x: int = 1\n" * 20_000, "(yield)" * 10):
    try:
        compile(source, "x", "exec")
    except (SyntaxError, MemoryError, RecursionError):
        pass
