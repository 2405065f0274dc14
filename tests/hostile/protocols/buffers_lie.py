# __buffer__ and __bytes__ that lie.
# ends: ok
class B:
    def __init__(self, v): self.v = v
    def __buffer__(self, flags): return self.v
    def __release_buffer__(self, view): view.release(); 1 / 0
class C:
    def __init__(self, v): self.v = v
    def __bytes__(self): return self.v
import sys
sys.unraisablehook = lambda u: None
for v in (None, 5, b"x", memoryview(b"abc"), bytearray(b"q"), "s"):
    for use in (lambda: bytes(B(v)), lambda: memoryview(B(v)), lambda: b"".join([B(v)]), lambda: b"a" + B(v), lambda: b"abc".find(B(v)), lambda: bytearray().extend(B(v)), lambda: bytes(C(v)), lambda: int.from_bytes(B(v), "big")):
        try:
            use()
        except (TypeError, BufferError, ValueError, ZeroDivisionError):
            pass
