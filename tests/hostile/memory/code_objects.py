# Compiles for ever and keeps the code.
# ends: MemoryError
kept = []
while True:
    kept.append(compile(f"def f{len(kept)}(a, b=1): return a + b * {len(kept)}", "x", "exec"))
