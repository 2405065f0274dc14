# Extends a bytearray with itself.
# ends: MemoryError
s = bytearray(b"ab")
while True:
    s.extend(s)
