# Arrays and structs of absurd size.
# ends: ok
import array, struct
for make in (
    lambda: array.array("d", bytes(8)) * (1 << 60),
    lambda: array.array("q", range(1 << 60)),
    lambda: struct.pack("%ds" % ((1 << 62)), b""),
    lambda: struct.Struct("999999999999999999999999i"),
    lambda: struct.calcsize("9223372036854775807q"),
    lambda: struct.pack("100000000x"),
    lambda: struct.unpack("100000000x", b""),
    lambda: struct.Struct("i" * 10_000_000),
    lambda: array.array("b").fromlist([1] * 100_000_000),
    lambda: array.array("u", "a" * 100_000_000),
    lambda: bytes(1 << 62),
    lambda: bytearray(1 << 62),
    lambda: bytes(range(256)) * (1 << 55),
):
    try:
        make()
    except (MemoryError, OverflowError, struct.error):
        pass
    else:
        raise AssertionError(make.__code__.co_firstlineno)
