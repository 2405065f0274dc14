# Multiplies a list in place.
# ends: MemoryError
x = [None]
while True:
    x *= 3
