# Text and buffered files call what a subclass of a builtin file overrides.
import io
import os
import tempfile


class Copied(io.BytesIO):
    def __init__(self, to):
        super().__init__()
        self.to = to

    def write(self, data):
        self.to.append(bytes(data))
        return super().write(data)

    def flush(self):
        self.to.append("flush")
        super().flush()


written = []
text = io.TextIOWrapper(Copied(written), encoding="utf-8")
print("héllo", file=text)
text.flush()
print(written[0], "flush" in written, text.buffer.getvalue())

at_once = []
text = io.TextIOWrapper(Copied(at_once), encoding="ascii", write_through=True)
text.write("now")
print(at_once[0])


class Writer(io.BufferedWriter):
    def write(self, data):
        print("writes", bytes(data))
        return super().write(data)


class Raw(io.FileIO):
    def write(self, data):
        print("raw", bytes(data))
        return super().write(data)

    def readinto(self, buffer):
        print("reads")
        return super().readinto(buffer)


name = os.path.join(tempfile.mkdtemp(), "file")
with io.TextIOWrapper(Writer(Raw(name, "w")), encoding="ascii") as text:
    text.write("one\n")
with io.BufferedReader(Raw(name)) as file:
    print(file.read(3))
os.remove(name)
