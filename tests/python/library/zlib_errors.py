"""zlib: what is wrong with the data, in zlib's words; preset dictionaries; copies of streams; what is left over."""

import copy
import random
import zlib


def told(function, *args, **names):
    try:
        print(function(*args, **names))
    except Exception as error:
        print(type(error).__name__, error)


# Each of the library's complaints, raw or with a header.
for wbits, data in [
    (-15, "07"), (-15, "0001000000"), (-15, "fd"), (-15, "05e0ff00"), (-15, "0400fe1f"), (-15, "05c0810000000000ff"),
    (-15, "cb4800"), (-15, "4b4c04019600"), (-15, "1bff1f"), (-15, "03fe"), (15, "789d"), (15, "7701"), (15, "f801"), (15, "7820"),
    (15, "780103000000000f"), (31, "1f8b07"), (31, "1f8b08e0"), (31, "1f8b080200000000000300ff"), (31, "1f8b0800000000000003030000000001000000"),
    (31, "1f8b08000000000000030300000000000000000001"), (9, "7801"), (8, "7801"), (47, "7800"), (15, ""), (15, "7801"), (15, "78010300"),
]:
    told(zlib.decompress, bytes.fromhex(data), wbits)

# Broken data of all sorts, whole and in pieces.
text = b"".join(b"line %d of some text, " % number for number in range(60))
packed = bytes.fromhex("789c4bcc4956c84c5148cb2c2a2e5148ce482d4ac9cc4b5748cb2fca4d2cc9ccd3c94b2d57c82c28cb2cce4fcb4cc92c4e1d951e951e951e951e951e951e951e951e951e951ea56200f3f3a9ad")
randoms = random.Random(5)
for _ in range(60):
    data = bytearray(packed)
    data[randoms.randrange(2, len(data))] ^= 1 << randoms.randrange(8)
    told(zlib.decompress, bytes(data))
    stream = zlib.decompressobj()
    for at in range(0, len(data), 9):
        told(stream.decompress, stream.unconsumed_tail + data[at:at + 9], 20)
    print(stream.eof, stream.unused_data, stream.unconsumed_tail)

# Preset dictionaries.
for wbits in 15, -15:
    stream = zlib.compressobj(wbits=wbits, zdict=b"hello world")
    packed = stream.compress(b"hello world again, hello") + stream.flush()
    told(zlib.decompress, packed, wbits)
    told(zlib.decompressobj(wbits).decompress, packed)
    told(zlib.decompressobj(wbits, b"hello world").decompress, packed)
    told(zlib.decompressobj(wbits, zdict=b"other").decompress, packed)
told(zlib._ZlibDecompressor(zdict=b"hello world", wbits=-15).decompress, packed)
for wrong in 5, None, "a":
    told(zlib.compressobj, zdict=wrong)
    told(zlib.decompressobj, zdict=wrong)

# Copies go on by themselves.
stream = zlib.compressobj()
head = stream.compress(text[:500])
others = [stream.copy(), copy.copy(stream), copy.deepcopy(stream)]
packed = head + stream.compress(text[500:]) + stream.flush()
print(zlib.decompress(packed) == text, [zlib.decompress(head + other.flush()) == text[:500] for other in others])
told(stream.copy)
stream = zlib.decompressobj()
half = stream.decompress(packed[:40])
other = stream.copy()
print((half + stream.decompress(packed[40:])) == text, half + other.decompress(packed[40:] + b"tail") == text, other.unused_data, stream.eof)
told(stream.flush)
told(stream.copy)
told(stream.decompress, b"")

# Arguments.
for wbits in 8, -8, 24, 0, 16, 32, 7, 48, 2**40:
    told(lambda: zlib.decompress(zlib.compress(b"abc", wbits=wbits), wbits))
told(zlib.compress, b"", 2**31)
told(zlib.compressobj().flush, 6)
told(zlib.compressobj().flush, 0)
told(zlib.compressobj, method=7)
told(zlib.compressobj, memLevel=10)
told(zlib.compressobj, strategy=5)
