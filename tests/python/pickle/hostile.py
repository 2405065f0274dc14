# Pickles that nobody would write.
import itertools, pickle, random

def attempt(data, **options):
    try:
        print(data, repr(pickle.loads(data, **options)))
    except Exception as error:
        print(data, type(error).__name__, error)

for data in (
    b"", b"\x80\x04", b"X\x04", b".", b"N", b"q\0.", b"h\0.", b"Y.", b"\xff.", b"'", b"\\", b"\x80\x09.", b"\x95\x09.",
    b"\x95\x09\0\0\0\0\0\0\0N.", b"\x95" + b"\xff" * 8, b"t.", b"(1.", b"(.", b"N(a.", b"Na.", b"NNa.", b"N(NNe.", b"N(NNu.",
    b"](Nu.", b"}(Nu.", b"}(NNu.", b"NNNs.", b"Ib\n.", b"I01\n.", b"I00\n.", b"I02\n.", b"I010\n.", b"I 2 \n.", b"I-5\n.", b"I\n.",
    b"L5\n.", b"L5L\n.", b"L\n.", b"Fb\n.", b"F1.5\n.", b"F\n.", b"Finf\n.", b'S"a\\n"\n.', b"Sa\n.", b"S'\n.", b"S''\n.",
    b"V\\u1234\xe9\n.", b"\x8b\xff\xff\xff\xff.", b"\x8a\x02\xff\xff.", b"\x8a\0.", b"T\xff\xff\xff\xff.", b"B\xff\xff\xff\xff.",
    b"\x8e" + b"\xff" * 8, b"\x8d" + b"\xff" * 8, b"\x96" + b"\xff" * 8, b"\x82\0.", b"\x82\1.", b"\x97.", b"NNR.", b"N)R.",
    b"NN\x81.", b"N)\x81.", b"NNN\x92.", b"cbuiltins\nint\nNN\x92.", b"cbuiltins\nint\n)N\x92.", b"cbuiltins\nint\nN\x81.",
    b"cbuiltins\nint\n)\x81.", b"cbuiltins\nint\n)}\x92.", b"cbuiltins\nint\n)}N\x05s\x92.", b"NN\x93.", b"NNb.", b"N}b.",
    b"cbuiltins\nint\n}(Nb.", b"N(o.", b"(o.", b"(No.", b"(cbuiltins\nint\nI7\no.", b"(cbuiltins\nlist\no.", b"(iabc\nnope\n.",
    b"(ibuiltins\nlist\n.", b"Pabc\n.", b"P\xe9\n.", b"NQ.", b"N(\x90.", b"N(K\1\x90.", b"\x8f(K\1\x90.", b"\x8f(]\x90.", b"(]\x91.",
    b"0.", b"10.", b"(N0.", b"((0N.", b"2.", b"(2.", b"N2.", b"Np-1\n.", b"Npx\n.", b"Ngx\n.", b"Ng5\n.", b"Np999999999999999999999\n.",
    b"Nj\xff\xff\xff\xff.", b"(NNNd.", b"(NNd.", b"(d.", b"(l.", b"(t.", b"c\xe9\nfoo\n.", b"cfoo\nfoo", b"cfoo",
    b"\x80\4\x95\6\0\0\0\0\0\0\0Vhelloworld\n.", b"\x80\4\x95\x0c\0\0\0\0\0\0\0N\x95\0\0\0\0\0\0\0\0NN.", b"\x95\3\0\0\0\0\0\0\0C\nhelloworld.",
    b"L0b10L\n.", b"L0x10\n.", b"I0x10\n.", b"c\nlog\n.", b"S' ' \n.", b"g0x1\n.", b"I 0\n.", b"I00 \n.", b"I+1\n.", b"I1_0\n.",
    b"F1\0\n.", b"V\n.", b"p\n.", b"(i\nx\n.",
    b"cno_such_module\nfoo\n.", b"X\2\0\0\0\xff\xff.", b"X\3\0\0\0\xed\xa0\x80.", b"N\x85\x86.", b"NN\x87.", b"\x94.", b"(\x94.",
    b"N\x94\x94h\1.", b"]N\x94a.", b"}]Ns.", b"cbuiltins\nstr\n(Vab\ntR.", b"cbuiltins\nexec\n)R.",
):
    attempt(data)
for encoding in ("ascii", "latin1", "bytes", "nope"):
    attempt(b'S"\xe9"\n.', encoding=encoding)
    attempt(b"U\1\xe9.", encoding=encoding, errors="replace")
for wrong in (5, "text"):
    attempt(wrong)
attempt(b"N.", encoding=5)
for source in (bytearray(b"K\5."), memoryview(b"xxK\6.")[2:]):
    print(pickle.loads(source))
# Anything at all: nothing but an error or a value comes of it.
maker = random.Random(7)
opcodes = [op for op in range(256) if bytes([op]) not in (b"c", b"i", b"\x93", b"R", b"o")]
count = 0
for _ in range(3000):
    data = b"\x80\x04" + bytes(maker.choices(opcodes, k=maker.randrange(1, 40))) + b"."
    try:
        pickle.loads(data)
        count += 1
    except Exception:
        pass
good = pickle.dumps([{"a": (1, 2.5, "x"), "b": {1, 2}}, b"bytes", 10**30, [None, True]] * 3)
for at in range(len(good)):
    for change in (0, 1, 0x28, 0x2E, 0x80, 0xFF):
        try:
            pickle.loads(good[:at] + bytes([change]) + good[at + 1:])
        except Exception:
            pass
    try:
        pickle.loads(good[:at])
    except (EOFError, pickle.UnpicklingError):
        pass
deep = b"(" * 50000 + b"l" * 50000 + b"."
nested = pickle.loads(b"]" * 50000 + b"a" * 49999 + b".")
depth = 0
while nested:
    nested, depth = nested[0], depth + 1
print("done", depth)
