# What goes to a file, in which pieces, and how much of a file is read.
import io, pickle

class File:
    def __init__(self):
        self.pieces = []
    def write(self, data):
        self.pieces.append((type(data).__name__, len(memoryview(data)), bytes(data)[:12]))

values = {
    "bytes": [b"a" * 70000, 1], "str": ["b" * 70000, 1], "bytearray": [bytearray(b"c" * 70000), 1],
    "strings": ["x" * 10000 + str(i) for i in range(20)], "numbers": [str(i) for i in range(30000)],
    "small": 1, "tiny end": (b"d" * 70000,), "buffer": [pickle.PickleBuffer(b"e" * 70000)],
    "writable buffer": [pickle.PickleBuffer(bytearray(b"e" * 70000))], "wide": "é" * 40000,
}
for name, value in values.items():
    for protocol in range(6):
        if "buffer" in name and protocol < 5:
            continue
        file = File()
        pickle.Pickler(file, protocol).dump(value)
        print(name, protocol, file.pieces)
        data = pickle.dumps(value, protocol)
        if "buffer" not in name:
            assert pickle.loads(data) == value and pickle.load(io.BytesIO(data)) == value

class Reader:
    """Counts what is asked for."""
    def __init__(self, data):
        self.file, self.calls = io.BytesIO(data), []
    def read(self, count):
        self.calls.append(count)
        return self.file.read(count)
    def readline(self):
        self.calls.append("line")
        return self.file.readline()

for protocol in (0, 2, 4):
    reader = Reader(pickle.dumps(["a", 1, 2.5, b"x" * 5], protocol) + b"rest")
    print(pickle.load(reader), reader.calls, reader.file.read())

class Peeking(Reader):
    def peek(self, count):
        self.calls.append(("peek", count))
        at = self.file.tell()
        data = self.file.read(count)
        self.file.seek(at)
        return data

for protocol in (0, 2, 4):
    reader = Peeking(pickle.dumps(["a", 1], protocol) + pickle.dumps("second") + b"rest")
    unpickler = pickle.Unpickler(reader)
    print(unpickler.load(), reader.calls, reader.file.tell() == reader.file.tell())
    print(unpickler.load(), reader.file.read())
stream = io.BufferedReader(io.BytesIO(b"".join(pickle.dumps(i) for i in range(3))))
print([pickle.load(stream) for _ in range(3)], stream.read())
out = io.BytesIO()
pickler = pickle.Pickler(out)
shared = [1]
pickler.dump(shared)
pickler.dump(shared)
pickler.clear_memo()
pickler.dump(shared)
print(out.getvalue())
out.seek(0)
unpickler = pickle.Unpickler(out)
first = unpickler.load()
print(first is unpickler.load(), first is unpickler.load())
for wrong in (lambda: pickle.Pickler(5), lambda: pickle.Unpickler(5), lambda: pickle.dump(1, 5), lambda: pickle.load(5)):
    try:
        wrong()
    except TypeError as error:
        print(error)
