# __del__ that allocates until there is no room.
# ends: ok
hits = []
class C:
    def __del__(self):
        try:
            bytearray(1 << 40)
        except MemoryError:
            hits.append(1)
        x = []
        try:
            while True:
                x.append([])
        except MemoryError:
            hits.append(2)
C()
assert hits == [1, 2]
