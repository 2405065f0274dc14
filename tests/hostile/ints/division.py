# Divides giant numbers in a loop.
# ends: limit time, limit steps
a = 1 << 4_000_000
b = (1 << 2_000_000) + 12345
while True:
    divmod(a, b)
