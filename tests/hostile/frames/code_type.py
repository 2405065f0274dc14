# types.CodeType called with garbage.
# ends: ok
import types
base = [0, 0, 0, 0, 1, 0, b"", (), (), (), "f", "n", "q", 1, b"", b"", (), ()]
for i in range(len(base)):
    for value in (None, -1, 1 << 40, "x", b"xyz", (1, 2), ("a",) * 3, 5):
        args = list(base)
        args[i] = value
        try:
            c = types.CodeType(*args)
            exec(c)
        except Exception:
            pass
