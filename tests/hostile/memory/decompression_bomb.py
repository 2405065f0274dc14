# A zlib bomb, unpacked at once and in pieces.
# ends: ok
import zlib
packer = zlib.compressobj(9)
piece = bytes(1_000_000)
bomb = b"".join([packer.compress(piece) for i in range(64)]) + packer.flush()
del piece
try:
    zlib.decompress(bomb)
except MemoryError:
    caught = 1
try:
    zlib.decompress(bomb, bufsize=1 << 40)
except (MemoryError, OverflowError):
    caught = 2
d = zlib.decompressobj()
first = d.decompress(bomb, 1000)
assert len(first) == 1000 and caught == 2
try:
    rest = d.flush()
except MemoryError:
    caught = 3
assert caught == 3
