# base64, hex and quoted-printable of junk and of much.
# ends: ok
import binascii
junk = bytes(range(256)) * 1000
for f in (binascii.a2b_base64, binascii.a2b_hex, binascii.a2b_qp, binascii.a2b_uu, binascii.b2a_qp, binascii.b2a_uu):
    try:
        f(junk)
    except (binascii.Error, ValueError):
        pass
assert binascii.unhexlify(binascii.hexlify(junk)) == junk
try:
    binascii.hexlify(bytes(3_000_000), b":", 1)
except MemoryError:
    pass
binascii.b2a_qp(b" " * 200_000)
binascii.crc32(junk); binascii.crc_hqx(junk, 1)
