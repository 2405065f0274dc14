# Pickles that are garbage: memo bombs, deep marks, wrong counts.
# ends: ok
import pickle, random
r = random.Random(3)
base = pickle.dumps([1, {"a": (2, 3)}, "x", b"y", 1.5, {4}], 4)
def attempt(data):
    try:
        pickle.loads(data)
    except Exception:
        pass
for i in range(300):
    data = bytearray(base)
    for j in range(r.randrange(1, 4)):
        data[r.randrange(len(data))] = r.randrange(256)
    if b"c" in data or b"i" in data:
        continue
    attempt(bytes(data))
for data in (b"(" * 100_000 + b".", b"]" * 1000 + b"a" * 999 + b".", b"\x8d\xff\xff\xff\xff\xff\xff\xff\x7f", b"T\xff\xff\xff\x7f", b"\x8e\xff\xff\xff\xff\xff\xff\xff\xff", b"r\xff\xff\xff\xff.", b"Nq\x01" * 1000 + b".",
             b"\x8b\xff\xff\xff\x7f", b"]" + b"h\x00" * 10, b"N0" * 1000 + b".", b"\x95\xff\xff\xff\xff\xff\xff\xff\xffN.", b"I" + b"9" * 10_000 + b"\n.", b"\x88\x89\x85\x86\x87.", b"}]]s.", b"(dl.", b"Nb.", b"NR.", b"N\x81."):
    attempt(data)
