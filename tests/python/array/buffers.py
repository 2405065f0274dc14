# Arrays and other holders of bytes: views, files, pickles, struct.
import copy
import io
import pickle
import struct
from array import array

numbers = array("h", range(-3, 4))
view = memoryview(numbers)
print(view.format, view.itemsize, view.nbytes, view.shape, view.tolist(), view.readonly)
view[2] = 77
view[5:] = array("h", [8, 9])
print(numbers, view.cast("B")[4], bytes(view[1:3]), view[::-2].tolist())
try:
    numbers.append(1)
except BufferError as error:
    print(error)
view.release()
numbers.append(1)
print(bytes(numbers[:2]), bytearray(numbers[:2]), b"".join([numbers[:1], b"!"]), b"x" + numbers[:1])
struct.pack_into("<h", numbers, 2, 500)
print(numbers, struct.unpack_from("<h", numbers, 2))
for code in "bBwhHiIlLqQfd":
    values = array(code, "añ😀" if code == "w" else [1, 2, 100])
    for protocol in range(2, 6):
        again = pickle.loads(pickle.dumps(values, protocol))
        assert again == values and again.typecode == code, code
    assert copy.copy(values) == copy.deepcopy(values) == values
file = io.BytesIO()
array("d", [0.5, -1.5]).tofile(file)
file.seek(0)
floats = array("d")
try:
    floats.fromfile(file, 3)
except EOFError as error:
    print(error, floats)
print(io.BytesIO(b"abcdef").readinto(array("b", [0] * 4)), list(reversed(array("i", [1, 2, 3]))), max(array("f", [1, 3, 2])))
match array("i", [1, 2]):
    case [first, second]:
        print("sequence", first, second)
big = array("q", range(1000))
del big[10:990]
big[::3] = big[::3]
print(len(big), sum(big), big[9:12], big.index(990), big.count(3), 995 in big, big * 0)
