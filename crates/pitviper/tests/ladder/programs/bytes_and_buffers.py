data = bytes(range(256))
array = bytearray(b"hello world")
array[0:5] = b"HELLO THERE"
array.extend(range(10))
del array[::2]
view = memoryview(array)[2:8]
print(bytes(view), view.tolist(), array.hex(), data[65:70].lower(), b"a-b".split(b"-"), bytes.fromhex("00ff"))
view.release()
array += b"x" * 300
print(array.find(b"xx"), array.count(b"x"), data.translate(None, b"abc")[90:95], b"%d %s" % (1, b"q"), b"abc".join([b"1", b"2"]))
import base64
import binascii
import struct
import zlib

packed = struct.pack(">IhQ5s", 1, -2, 2**60, b"abc")
print(packed, struct.unpack(">IhQ5s", packed), base64.b64encode(data)[:20], binascii.crc32(data), zlib.decompress(zlib.compress(data)) == data)
import array as arrays

numbers = arrays.array("d", [1.5, 2.5])
numbers.extend(range(20))
print(numbers[-1], numbers.tobytes()[:8], memoryview(numbers).cast("B")[:4].tolist())
