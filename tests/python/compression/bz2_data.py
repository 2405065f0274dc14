# bzip2: whole data, piece by piece, files, and damage.
import bz2, io, os, pickle, random, tarfile, tempfile
import hashlib

maker = random.Random(3)
texts = [b"", b"a", b"hello world " * 500, bytes(range(256)) * 40, bytes(maker.choices(range(256), k=30000)), b"\0" * 300000]
for text in texts:
    for level in (1, 9):
        data = bz2.compress(text, level)
        print(len(text), level, len(data), hashlib.sha256(data).hexdigest()[:16], bz2.decompress(data) == text)
print(bz2.decompress(bz2.compress(b"one") + bz2.compress(b"two")))
big = b"".join(b"%d " % (i * i) for i in range(40000))
data = bz2.compress(big)
compressor = bz2.BZ2Compressor(5)
pieces = [compressor.compress(big[at:at + 9999]) for at in range(0, len(big), 9999)] + [compressor.flush()]
print([len(piece) for piece in pieces if piece])
print(bz2.decompress(b"".join(pieces)) == big)
for call in (lambda: compressor.compress(b"x"), lambda: compressor.flush(), lambda: bz2.BZ2Compressor(0), lambda: bz2.BZ2Compressor(10),
             lambda: bz2.BZ2Compressor("a"), lambda: bz2.decompress(b"garbage"), lambda: bz2.decompress(data[:50]),
             lambda: bz2.decompress(data[:30] + b"xxxx" + data[34:]), lambda: bz2.BZ2Decompressor(1),
             lambda: pickle.dumps(bz2.BZ2Decompressor()), lambda: pickle.dumps(bz2.BZ2Compressor()),
             lambda: bz2.BZ2Decompressor().decompress("text"), lambda: bz2.decompress(5)):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
decompressor = bz2.BZ2Decompressor()
print(decompressor.needs_input, decompressor.eof, decompressor.unused_data)
out = [decompressor.decompress(data, max_length=1000)]
while not decompressor.eof:
    assert not decompressor.needs_input
    out.append(decompressor.decompress(b"", 100000))
print([len(piece) for piece in out], b"".join(out) == big, decompressor.needs_input)
decompressor = bz2.BZ2Decompressor()
out = []
for at in range(0, len(data), 1000):
    if not decompressor.eof:
        out.append(decompressor.decompress(data[at:at + 1000]))
        assert decompressor.needs_input != decompressor.eof
print([len(piece) for piece in out if piece], b"".join(out) == big)
decompressor = bz2.BZ2Decompressor()
print(decompressor.decompress(bz2.compress(b"first") + b"behind"), decompressor.unused_data, decompressor.eof)
try:
    decompressor.decompress(b"more")
except EOFError as error:
    print(error)
decompressor = bz2.BZ2Decompressor()
print(len(decompressor.decompress(data[:-4])), decompressor.eof, len(decompressor.decompress(data[-4:])), decompressor.eof)
for at in range(0, len(data), 97):
    damaged = bytearray(data[:6000])
    damaged[at % 6000] ^= 1 + at % 255
    try:
        bz2.BZ2Decompressor().decompress(damaged)
    except OSError as error:
        assert str(error) == "Invalid data stream"
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "file.bz2")
    with bz2.open(path, "wt", encoding="utf-8") as file:
        print("line one\nzwei: ü", file=file)
    with bz2.open(path, "at", encoding="utf-8") as file:
        file.write("appended")
    with bz2.open(path, "rt", encoding="utf-8") as file:
        print(file.read().split("\n"))
    with bz2.BZ2File(path) as file:
        file.seek(5)
        print(file.read(3), file.tell(), file.peek(1)[:4], file.readline())
    archive = os.path.join(folder, "a.tar.bz2")
    with tarfile.open(archive, "w:bz2") as tar:
        info = tarfile.TarInfo("name")
        info.size = 5
        tar.addfile(info, io.BytesIO(b"bytes"))
    with tarfile.open(archive) as tar:
        print(tar.getnames(), tar.extractfile("name").read())
