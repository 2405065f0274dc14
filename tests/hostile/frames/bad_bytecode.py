# code.replace with bytecode that is nonsense.
# ends: ok
import random
r = random.Random(7)
def f(a=1, b=2):
    for i in range(3):
        a += b * i
    return [a, b]
c = f.__code__
def attempt(**changes):
    try:
        f.__code__ = c.replace(**changes)
        f()
    except Exception:
        pass
    finally:
        f.__code__ = c
code = c.co_code
for data in (b"", b"\0", b"\xff" * 100, bytes(range(256)), code[:-2], code[2:], code + code, code * 100, b"\x00" * 1001):
    attempt(co_code=data)
for i in range(200):
    data = bytearray(code)
    for j in range(r.randrange(1, 5)):
        data[r.randrange(len(data))] = r.randrange(256)
    attempt(co_code=bytes(data))
assert f() == [7, 2]
