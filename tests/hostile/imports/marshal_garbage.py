# marshal of junk, of forged lengths, of loops.
# ends: ok
import marshal, random
r = random.Random(11)
base = marshal.dumps((1, 2.5, "x", b"y", [1, {2: 3}], frozenset([1]), compile("def f(a): return a + 1", "x", "exec"), 1 << 100, None, True, 1j, ...))
def attempt(data):
    try:
        x = marshal.loads(data)
        repr(x)
    except Exception:
        return
for i in range(400):
    data = bytearray(base)
    for j in range(r.randrange(1, 4)):
        data[r.randrange(len(data))] = r.randrange(256)
    attempt(bytes(data))
for n in range(0, len(base), 7):
    attempt(base[:n])
for kind in b"([{<>sutlizaAZrcgyfI?N.0FTS":
    attempt(bytes([kind]) + b"\xff\xff\xff\x7f" + b"\0" * 20)
    attempt(bytes([kind | 0x80]) + b"\x01\0\0\0" + b"r\0\0\0\0")
    attempt(bytes([kind]) + b"\xff" * 30)
attempt(b"(" + b"\x01\0\0\0(" * 100_000)
attempt(b"[\x02\0\0\0" * 10_000)
