# Doubles bytes until there is no room.
# ends: MemoryError
s = b"ab"
while True:
    s += s
