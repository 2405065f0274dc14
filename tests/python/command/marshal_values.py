"""marshal: values that survive, and bytes that are refused."""
import io
import marshal

vals = [None, True, False, ..., 1, -1, 2**31, -2**31-1, 2**100, -2**64, 1.5, float('inf'), 1j, "a", "é", "\ud800", "x"*300, b"ab", (), (1,(2,3)), [1,[2]], {"a":1}, {1,2}, frozenset({3}), slice(1,2,3), StopIteration, bytearray(b"z"), (1,)*300]
for v in vals:
    for ver in range(0, 6):
        try: w = marshal.loads(marshal.dumps(v, ver))
        except ValueError as e:
            print(ver, repr(v)[:20], e); continue
        assert w == v and (type(w) is type(v) or type(v) is bytearray), (v, w)
l = []; l.append(l); m = marshal.loads(marshal.dumps(l)); print(m[0] is m)
for b in [b"", b"(", b"i\x01", b"?", b"0", b"r\x01\0\0\0", b"[\xff\xff\xff\xff", b"l\x01\0\0\0\0\0", b"l\x01\0\0\0\xff\xff", b"(\x01\0\0\0", b"[\x01\0\0\x000", b"{NN0", b"s\x05\0\0\0ab"]:
    try: print(b, marshal.loads(b))
    except Exception as e: print(b, type(e).__name__, e)
for o in [object(), print, type, int, [print], {1: print}]:
    try: marshal.dumps(o)
    except ValueError as e: print(e)
c = compile("x=1\nprint(x)", "f", "exec")
exec(marshal.loads(marshal.dumps(c)))
try: marshal.dumps(c, allow_code=False)
except ValueError as e: print(e)
try: marshal.loads(marshal.dumps(c), allow_code=False)
except ValueError as e: print(e)
x = []
for i in range(3000): x = [x]
try: marshal.dumps(x)
except ValueError as e: print(e)
f = io.BytesIO(); marshal.dump(1, f); marshal.dump("two", f); f.seek(0); print(marshal.load(f), marshal.load(f))
try: marshal.load(f)
except EOFError as e: print(e)
print(marshal.version, marshal.dumps(True), marshal.dumps(1.5, 1), marshal.dumps(None))
shared = ["twice"]
again = marshal.loads(marshal.dumps([shared, shared]))
print(again[0] is again[1], marshal.loads(marshal.dumps([shared, shared], 2))[0])
