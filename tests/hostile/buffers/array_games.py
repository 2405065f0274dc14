# Arrays that change while they are read and filled.
# ends: ok
import array
a = array.array("i", range(10))
class I:
    def __index__(self):
        del a[:]
        return 3
for use in (lambda: a[I()], lambda: a.__setitem__(0, I()), lambda: a.__setitem__(I(), 1), lambda: a.insert(I(), I()), lambda: a.append(I()), lambda: a.extend([I(), I()]), lambda: a.fromlist([1, I()]), lambda: a.pop(I()), lambda: a.index(I()), lambda: a * I(), lambda: a[I():], lambda: array.array("b", [I(), I()])):
    a[:] = array.array("i", range(10))
    try:
        use()
    except (IndexError, ValueError, TypeError):
        pass
class E:
    def __eq__(self, other):
        del a[:]
        return False
for use in (lambda: a.index(E()), lambda: a.count(E()), lambda: a.remove(E()), lambda: E() in a):
    a[:] = array.array("i", range(10))
    try:
        use()
    except (ValueError, TypeError):
        pass
m = memoryview(a)
for use in (lambda: a.append(1), lambda: a.extend(a), lambda: a.__imul__(3), lambda: a.__delitem__(0), lambda: a.frombytes(b"abcd"), lambda: a.pop()):
    try:
        use()
    except (BufferError, IndexError):
        pass
m.release()
a.extend(a); a += a; a[:] = a; a *= 0
for code, data in (("u", "x" * 10), ("w", "\U0010ffff"), ("w", b"\xff" * 8), ("u", b"\xff" * 8), ("q", b"x"), ("zz", []), ("i", [1 << 40]), ("d", ["x"]), ("b", "x")):
    try:
        x = array.array(code, data)
        x.tounicode() if code in "uw" else x.tolist()
        repr(x)
    except (TypeError, ValueError, OverflowError):
        pass
