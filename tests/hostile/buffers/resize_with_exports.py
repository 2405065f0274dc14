# A bytearray resized while views of it live.
# ends: ok
b = bytearray(b"abcdef")
m = memoryview(b)
for use in (lambda: b.append(1), lambda: b.clear(), lambda: b.extend(b), lambda: b.pop(), lambda: b.__iadd__(b"x"), lambda: b.__imul__(2), lambda: b.__delitem__(0), lambda: b.__setitem__(slice(0, 1), b"xyz"), lambda: b.insert(0, 1), lambda: b.remove(97), lambda: b.__init__(b"q"), lambda: b.resize(100) if hasattr(b, "resize") else b.append(1)):
    try:
        use()
    except BufferError:
        pass
    else:
        raise AssertionError(use.__code__.co_firstlineno)
assert bytes(m) == b"abcdef"
m.release()
b.append(1)
class I:
    def __index__(self):
        b.clear()
        return 0
b[:] = b"abcdef"
for use in (lambda: b[I()], lambda: b.__setitem__(I(), 5), lambda: b.insert(I(), I()), lambda: b.pop(I()), lambda: b.append(I()), lambda: b.extend([I(), I()]), lambda: b.__setitem__(slice(I(), 5), b"xx"), lambda: b.__setitem__(slice(0, 5), [I(), I()]), lambda: b.find(I()), lambda: b.ljust(I()), lambda: bytes(b).join([b"a"] * I())):
    b[:] = b"abcdef"
    try:
        use()
    except (IndexError, ValueError, TypeError, BufferError):
        pass
