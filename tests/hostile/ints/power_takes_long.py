# 3 ** 20_000_000 fits into memory but takes long.
# ends: limit time, limit steps, MemoryError
x = 3 ** 50_000_000
