# int.to_bytes and from_bytes of absurd lengths.
# ends: ok
for make in (lambda: (1).to_bytes(1 << 60, "big"), lambda: (1).to_bytes((1 << 63) - 1, "little"), lambda: (1).to_bytes(1 << 80)):
    try:
        make()
    except (MemoryError, OverflowError):
        pass
    else:
        raise AssertionError
n = int.from_bytes(b"\xff" * 3_000_000, "little")
assert n.bit_length() == 24_000_000
