# Buffers inside and outside of the pickle.
import array, pickle, weakref
from pickle import PickleBuffer

data = bytearray(b"abcdef")
for source in (b"abc", data, memoryview(data)[1:3], array.array("i", [1, 2])):
    buffer = PickleBuffer(source)
    print(bytes(buffer), memoryview(buffer).readonly, buffer.raw().format, len(buffer.raw()))
    print(pickle.dumps(buffer, 5))
    kept = []
    print(pickle.dumps([buffer], 5, buffer_callback=kept.append), len(kept), kept[0] is buffer)
    print(pickle.dumps([buffer], 5, buffer_callback=lambda buffer: True))
buffer = PickleBuffer(data)
kept = []
pickled = pickle.dumps([buffer, buffer], 5, buffer_callback=kept.append)
loaded = pickle.loads(pickled, buffers=kept)
print(loaded[0] is kept[0], memoryview(loaded[0]).tobytes())
print(pickle.loads(pickled, buffers=[b"x", b"y"]))
readonly = pickle.dumps(PickleBuffer(b"abc"), 5, buffer_callback=kept.append)
print(memoryview(pickle.loads(readonly, buffers=[bytearray(b"abc")])).readonly, pickle.loads(readonly, buffers=(b"abc",)))

class Frame:
    def __init__(self, data):
        self.data = data
    def __reduce_ex__(self, protocol):
        return type(self), (PickleBuffer(self.data) if protocol >= 5 else bytes(self.data),)

frame = Frame(bytearray(b"payload"))
for protocol in (4, 5):
    print(type(pickle.loads(pickle.dumps(frame, protocol)).data))
kept = []
pickled = pickle.dumps(frame, buffer_callback=kept.append)
print(pickle.loads(pickled, buffers=kept).data is kept[0])
for call in (
    lambda: PickleBuffer(5), lambda: PickleBuffer(), lambda: PickleBuffer(memoryview(data)[::2]).raw(),
    lambda: pickle.dumps(PickleBuffer(memoryview(data)[::2]), 5), lambda: pickle.loads(pickled), lambda: pickle.loads(pickled, buffers=[]),
    lambda: pickle.loads(pickled, buffers=5), lambda: pickle.loads(b"N\x98.", buffers=[1]),
):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
buffer = PickleBuffer(data)
try:
    data.append(1)
except BufferError as error:
    print(error)
for other in (frame, loaded, kept):
    del other
del loaded, source
buffer.release()
buffer.release()
for call in (lambda: buffer.raw(), lambda: memoryview(buffer), lambda: pickle.dumps(buffer, 5)):
    try:
        call()
    except ValueError as error:
        print(error)
print(weakref.ref(buffer)() is buffer)
