# A list nested a million deep: repr, compare, hash, delete.
# ends: ok
x = []
for i in range(200_000):
    x = [x]
y = []
for i in range(200_000):
    y = [y]
t = ()
for i in range(200_000):
    t = (t,)
import copy, json, marshal
for use in (lambda: repr(x), lambda: x == y, lambda: x < y, lambda: hash(t), lambda: copy.deepcopy(x), lambda: json.dumps(x), lambda: marshal.dumps(x),
            lambda: str(t), lambda: t == (t,), lambda: isinstance(1, t), lambda: "a".startswith(t), lambda: exec("try: 1/0\nexcept t: pass", {"t": t})):
    try:
        use()
    except (RecursionError, ValueError, MemoryError, TypeError, ZeroDivisionError):
        pass
del x, y, t
