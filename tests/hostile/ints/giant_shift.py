# 1 << 10**12 and friends.
# ends: ok
for make in (lambda: 1 << 10 ** 12, lambda: 1 << (1 << 62), lambda: 1 << (1 << 100), lambda: 7 << 10 ** 9):
    try:
        make()
    except (MemoryError, OverflowError):
        pass
    else:
        raise AssertionError
assert 5 >> 10 ** 100 == 0 and -5 >> 10 ** 100 == -1
