# array, memoryview and struct over megabytes for ever.
# ends: limit time, limit steps
import array
a = array.array("d", [1.5]) * 500_000
b = array.array("i", [1]) * 500_000
while True:
    a.count(2.0); a.reverse(); a.byteswap(); a.byteswap(); a.tolist()
    memoryview(b).tolist()
    b == a
    memoryview(b) == memoryview(b)[::-1]
    memoryview(b)[::2].tobytes()
