# zlib: round trips in every format, streams in pieces, limits, what fails.
import gzip
import io
import zlib

data = b"".join(b"line %d of some text\n" % number for number in range(500)) + bytes(range(256)) * 3
for wbits in (15, 9, -15, 31):
    for level in (-1, 0, 1, 6, 9):
        packed = zlib.compress(data, level, wbits)
        assert zlib.decompress(packed, wbits) == data
        assert level == 0 or len(packed) < len(data) / 3
    stream = zlib.compressobj(wbits=wbits)
    parts = [stream.compress(data[:1000]), stream.flush(zlib.Z_SYNC_FLUSH), stream.compress(data[1000:]), stream.flush()]
    packed = b"".join(parts)
    reader = zlib.decompressobj(wbits)
    got = b"".join(reader.decompress(packed[at:at + 7]) for at in range(0, len(packed), 7)) + reader.flush()
    print(wbits, got == data, reader.eof, reader.unused_data, zlib.decompressobj(wbits).decompress(parts[0] + parts[1]) == data[:1000])
print(zlib.decompress(zlib.compress(b"either", wbits=31), 47), zlib.decompress(zlib.compress(b"either"), 47))
print(zlib.adler32(b"abc"), zlib.adler32(b"abc", 5), zlib.crc32(b"abc"), zlib.crc32(b"abc", 1), zlib.adler32(data * 9))
reader = zlib.decompressobj()
packed = zlib.compress(b"abc" * 1000)
first = reader.decompress(packed + b"rest", 10)
print(first, reader.eof, reader.unused_data, len(first + reader.decompress(reader.unconsumed_tail, 500)), len(reader.flush()), reader.eof,
      reader.unused_data, reader.unconsumed_tail)
reader = zlib._ZlibDecompressor()
print(reader.needs_input, reader.decompress(packed + b"tail", max_length=5), reader.needs_input, reader.eof)
print(len(reader.decompress(b"")), reader.eof, reader.unused_data, reader.needs_input)


def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__module__, type(error).__name__, error)


good = zlib.compress(b"abc")
attempt(lambda: zlib.decompress(b""))
attempt(lambda: zlib.decompress(b"abc"))
attempt(lambda: zlib.decompress(good[:-1]))
attempt(lambda: zlib.decompress(good[:-1] + b"\0"))
attempt(lambda: zlib.decompress(good + b"x"))
attempt(lambda: zlib.compress("a"))
attempt(lambda: zlib.compress(b"a", 10))
attempt(lambda: zlib.compressobj(10))
attempt(lambda: zlib.decompressobj(wbits=3))
attempt(lambda: zlib.decompress(b"a", wbits=99))
attempt(lambda: zlib.decompress(b"a", bufsize=-1))
attempt(lambda: zlib.decompressobj().decompress(b"x", -1))
attempt(lambda: zlib.decompressobj().flush(0))
attempt(lambda: zlib.decompress(zlib.compress(b"a", wbits=31)[:-4] + b"zzzz", wbits=31))
attempt(lambda: zlib.decompress(b"\x1f\x8b\x07", wbits=31))
attempt(lambda: reader.decompress(b""))
stream = zlib.compressobj()
stream.compress(b"a"), stream.flush()
attempt(lambda: stream.compress(b"b"))
attempt(lambda: stream.flush())
attempt(lambda: type(stream)())
file = io.BytesIO()
with gzip.GzipFile(fileobj=file, mode="wb", mtime=0, filename="name") as out:
    out.write(data)
print(gzip.decompress(file.getvalue()) == data, gzip.decompress(gzip.compress(b"xyz", mtime=0) * 2), zlib.decompress(file.getvalue(), 31) == data)
