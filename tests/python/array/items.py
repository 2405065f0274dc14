# Items of every typecode: what fits, what comes back, how it is refused.
from array import array
import array as m

for c in m.typecodes:
    a=array(c)
    print(c, a.itemsize, memoryview(a).format)
    for v in ("x", 1.5, 2**70, -2**70, -1, 300, 70000, 2**31, 2**32, 2**63, 2**64, -2**31-1, None, "ab", b"x", "\U0001f600"):
        try: a.append(v); print(v, a[-1], end=" ")
        except Exception as e: print("\n", repr(v), type(e).__name__, e, end="")
    print()
