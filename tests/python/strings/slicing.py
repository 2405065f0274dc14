# str: slices with all signs and steps, out of range, slice objects.
s = "0123456789"
for spec in ((2, 5), (None, 3), (7, None), (None, None), (-3, None), (None, -3), (-5, -2), (5, 2), (100, 200), (-100, 3), (3, 100), (0, 0)):
    print(spec, repr(s[slice(*spec)]), end=" ")
print()
for spec in ((None, None, 2), (1, None, 3), (None, None, -1), (8, 2, -2), (2, 8, -2), (None, 3, -1), (3, None, -1), (-1, -4, -1), (None, None, 100), (None, None, -100), (5, 5, 1), (-2, 100, 1)):
    print(spec, repr(s[slice(*spec)]), end=" ")
print()
print(s[2:5], s[:3], s[7:], s[:], s[::2], s[::-1], s[5:1:-1], s[-1:-4:-1], s[10:], s[:0], ""[:], ""[1:5])
print("äöü蛇🐍xyz"[2:5], "äöü蛇🐍xyz"[::-1], "äöü"[1:], "a🐍b"[1], "a🐍b"[1:2], len("a🐍b"[:2]))
try:
    s[::0]
except ValueError as e:
    print(e)
for bad in (slice("a"), slice(1.5, None), slice(None, None, "x")):
    try:
        s[bad]
    except TypeError as e:
        print(e)


class Index:
    def __index__(self):
        return 3


print(s[Index()], s[Index():], s[:Index()], s[::Index()], s[True:], s[: 2**100], s[-(2**100) :], s[:: 2**70], s[:: -(2**70)])
for start in range(-12, 13, 4):
    for stop in (None, -11, -1, 0, 4, 11):
        for step in (None, 1, -1, 3, -3):
            got = s[start:stop:step]
            want = "".join(s[i] for i in range(*slice(start, stop, step).indices(10)))
            assert got == want, (start, stop, step)
half = len(s) // 2
print(s[:half] + s[half:] == s, s[:3] + "X" + s[4:], s[:1].upper() + s[1:], [s[i : i + 3] for i in range(0, 10, 3)])
wide = "蛇" + "a" * 5
print(wide[1:], len(wide[1:]), wide[1:] == "aaaaa", hash(wide[1:]) == hash("aaaaa"), {wide[1:]: 1}["aaaaa"])
