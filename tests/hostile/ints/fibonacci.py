# Endless additions of growing numbers.
# ends: MemoryError, limit time, limit steps
a, b = 1 << 100_000, 1 << 200_000
while True:
    a, b = b, a + b
