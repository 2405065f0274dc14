# Squares a number again and again.
# ends: MemoryError, limit time, limit steps
x = 3
while True:
    x *= x
