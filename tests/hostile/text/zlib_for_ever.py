# Compresses and checks megabytes for ever.
# ends: limit time, limit steps
import zlib
piece = bytes(range(256)) * 8000
while True:
    zlib.crc32(piece)
    zlib.adler32(piece)
    zlib.decompress(zlib.compress(piece, 9))
