# Ranges that no machine word holds.
# ends: ok
r = range(10 ** 30, 10 ** 40, 7)
assert r[5] == 10 ** 30 + 35 and r[-1] > 10 ** 39
assert hash(r) == hash(range(10 ** 30, 10 ** 40, 7))
assert r[::10 ** 20][1] == 10 ** 30 + 7 * 10 ** 20
assert r.index(10 ** 30 + 70) == 10 and r.count(3) == 0
assert reversed(r).__next__() == r[-1]
try:
    len(r)
except OverflowError:
    pass
for make in (lambda: list(range(10 ** 9)), lambda: tuple(range(10 ** 12)), lambda: bytes(range(10 ** 12)), lambda: [0] * len(range(10 ** 15))):
    try:
        make()
    except (MemoryError, ValueError):
        pass
    else:
        raise AssertionError
