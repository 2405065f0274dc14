# Hashes megabytes for ever.
# ends: limit time, limit steps
import hashlib
piece = bytes(4_000_000)
while True:
    hashlib.sha256(piece).hexdigest()
    hashlib.blake2b(piece)
    hashlib.md5(piece)
    hash(bytes(piece[1:]))
