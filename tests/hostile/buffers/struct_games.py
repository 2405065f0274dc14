# struct with formats and buffers that lie.
# ends: ok
import struct
b = bytearray(16)
class I:
    def __index__(self):
        try:
            b.clear()
        except BufferError:
            pass
        return 1
    def __float__(self):
        try:
            b.clear()
        except BufferError:
            pass
        return 1.0
    def __bool__(self):
        b.extend(b"x") if False else None
        return True
for use in (lambda: struct.pack_into("iiii", b, 0, I(), I(), I(), I()), lambda: struct.pack_into("d", b, 8, I()), lambda: struct.pack_into("4s", b, I(), b"abcd"), lambda: struct.unpack_from("i", b, I()), lambda: list(struct.iter_unpack("i", b)), lambda: struct.pack("0s", b""), lambda: struct.pack("?", I()), lambda: struct.unpack("i" * 1000, b"x"), lambda: struct.unpack_from("i", b, -(1 << 63)), lambda: struct.unpack_from("i", b, (1 << 63) - 1),
            lambda: struct.pack_into("i", b, (1 << 63) - 4, 1), lambda: struct.iter_unpack("0i", b), lambda: struct.Struct("i").__init__("q" * 100), lambda: struct.pack("p" * 3, b"", b"x" * 300, b"abc"), lambda: struct.pack("1000p", b"x" * 2000), lambda: struct.Struct(I()), lambda: struct.pack("\0", 1), lambda: struct.pack("i\0i", 1), lambda: struct.calcsize("99999999999999999999s"), lambda: struct.pack("e", 1e300)):
    b[:] = bytes(16)
    try:
        use()
    except (struct.error, TypeError, ValueError, OverflowError, BufferError, RuntimeError):
        pass
s = struct.Struct.__new__(struct.Struct)
for use in (lambda: s.pack(), lambda: s.unpack(b""), lambda: s.size, lambda: s.format, lambda: repr(s)):
    try:
        use()
    except (RuntimeError, struct.error, AttributeError):
        pass
