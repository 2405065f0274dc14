# Names of files opened by path-like objects, seeking over files that a program wrote, and objects with a __buffer__.
import io, os, pathlib, tempfile

class Path:
    def __init__(self, path):
        self.path = path
    def __fspath__(self):
        return self.path

folder = tempfile.mkdtemp()
path = os.path.join(folder, "file")
with open(Path(path), "wb") as file:
    print(file.name == path, file.raw.name == path, file.write(b"abc"))
with open(pathlib.Path(path)) as file:
    print(file.name == path, type(file.buffer.name) is str)
with io.FileIO(pathlib.Path(path)) as file:
    print(file.name == pathlib.Path(path))
with open(os.fsencode(path)) as file:
    print(file.name == os.fsencode(path))
class Bad:
    def __fspath__(self):
        return 5
for wrong in (Bad(), 1.5, None):
    try:
        open(wrong)
    except TypeError as error:
        print(error)
os.remove(path)
os.rmdir(folder)

class Raw(io.RawIOBase):
    position = 0
    def readable(self):
        return True
    def seekable(self):
        return True
    def readinto(self, target):
        target[:] = bytes((self.position + at) % 251 for at in range(len(target)))
        self.position += len(target)
        return len(target)
    def seek(self, offset, whence=0):
        self.position = max(0, (0, self.position, 100)[whence] + offset)
        return self.position
    def tell(self):
        return self.position

file = io.BufferedReader(Raw(), 16)
print(file.read(3), file.seek(5), file.read(2), file.seek(-150), file.read(1), file.tell(), file.seek(-2, 2), file.read(2))

class Source:
    def __buffer__(self, flags):
        return memoryview(b"shown")
print(memoryview(Source()).tobytes(), memoryview(Source()).readonly)
class Wrong:
    def __buffer__(self, flags):
        return b"bytes"
for wrong in (Wrong(), object()):
    try:
        memoryview(wrong)
    except TypeError as error:
        print(error)
