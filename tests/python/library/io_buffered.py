"""Buffers of a given size: how much `peek` and `read1` show, and what is asked of the file below."""

import io

DATA = bytes(range(65, 75)) + b"\n" + bytes(range(97, 106))


class Raw(io.RawIOBase):
    def __init__(self, data, most=None):
        self.data, self.at, self.most, self.asked = data, 0, most, []

    def readable(self):
        return True

    def seekable(self):
        return True

    def tell(self):
        return self.at

    def seek(self, offset, whence=0):
        self.at = (0, self.at, len(self.data))[whence] + offset
        return self.at

    def readinto(self, room):
        count = min(len(room), len(self.data) - self.at, self.most or 1000)
        self.asked.append((len(room), count))
        room[:count] = self.data[self.at:self.at + count]
        self.at += count
        return count


def told(function, *args):
    try:
        return function(*args)
    except Exception as error:
        return type(error).__name__, str(error)


CALLS = [
    [("peek",), ("peek", 5), ("peek", -1)],
    [("read", 3), ("peek", 1), ("read", 2), ("peek",)],
    [("read", 4), ("peek",), ("read1", 2), ("peek",), ("read1",), ("read1", 100)],
    [("readline",), ("peek",), ("readline", 3), ("peek",)],
    [("read", 7), ("seek", 2), ("peek",), ("seek", 1, 1), ("read", 5), ("seek", -2, 2), ("peek",), ("tell",)],
    [("read1", 1), ("peek", 5), ("read1", 0), ("read",), ("peek",), ("read", 1)],
]
for size in 1, 2, 3, 5, 8, 100:
    for calls in CALLS:
        for most in None, 2:
            raw = Raw(DATA, most)
            file = io.BufferedReader(raw, size)
            print(size, most, [told(getattr(file, name), *args) for name, *args in calls], raw.asked, raw.at)
        file = io.BufferedReader(io.BytesIO(DATA), size)
        print(size, [told(getattr(file, name), *args) for name, *args in calls])
        file = io.BufferedRandom(io.BytesIO(DATA), size)
        print(size, [told(getattr(file, name), *args) for name, *args in calls])
    for name in "readinto", "readinto1":
        raw, room = Raw(DATA), bytearray(9)
        file = io.BufferedReader(raw, size)
        print(size, name, file.peek(), getattr(file, name)(room), room, file.peek(), raw.asked)


class Odd(Raw):
    def __init__(self, answer):
        super().__init__(b"")
        self.answer = answer

    def readinto(self, room):
        return self.answer


for answer in None, -1, 10**6, "a":
    file = io.BufferedReader(Odd(answer), 10)
    print(repr(answer), [told(getattr(file, name), *args) for name, *args in [("peek",), ("read", 1), ("read1",), ("readinto", bytearray(3)), ("readline",)]])
print(told(io.BufferedReader(Raw(b"")).peek, "a"), told(io.BufferedReader, Raw(b""), 0))
