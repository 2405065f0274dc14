# int.to_bytes and int.from_bytes: signatures, edges and messages.
class Seven:
    def __index__(self):
        return 7


class Small(int):
    pass


class Raw:
    def __bytes__(self):
        return b"zz"


def show(function, *args, **names):
    try:
        result = function(*args, **names)
    except (TypeError, ValueError, OverflowError) as error:
        print(type(error).__name__, error)
    else:
        print(type(result).__name__, result)


for value in (0, 1, -1, 127, 128, -128, -129, 65535, 2**64 - 1, 2**64, -(2**63), -(2**63) - 1, 2**100):
    for length in (0, 1, 2, 8, 9, 13):
        for order in ("big", "little"):
            show(value.to_bytes, length, order)
            show(value.to_bytes, length, order, signed=True)
show((5).to_bytes)
show((5).to_bytes, byteorder="little", length=2)
show((5).to_bytes, Seven())
for wrong in ((1, "big", True), ("big",), (1, 2), (1, None), (1, "x"), (-1,), (1.0,), (2**70,)):
    show((5).to_bytes, *wrong)
show((5).to_bytes, 1, sign=True)
for raw in (b"", b"\0", b"\x7f", b"\x80", b"\xff" * 8, b"\x80" + b"\0" * 8, b"\0" * 20 + b"\1", bytes(range(200, 240))):
    for order in ("big", "little"):
        show(int.from_bytes, raw, order)
        show(int.from_bytes, raw, order, signed=True)
for source in ([1, 2], (1, 256), "a", 5, bytearray(b"ab"), Raw(), range(3), None, [1, "a"]):
    show(int.from_bytes, source)
show(Small.from_bytes, b"ab")
show(bool.from_bytes, b"\1")
show(int.from_bytes, bytes=b"a", byteorder="little")
show(int.from_bytes, b"a", "big", True)
show(int.from_bytes, b"a", None)
show(int.from_bytes)
