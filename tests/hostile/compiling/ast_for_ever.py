# Parses and compiles for ever.
# ends: limit time, limit steps
source = "\n".join(f"def f{i}(a): return [x + {i} for x in a]" for i in range(300))
while True:
    compile(source, "x", "exec")
