"""Text files in encodings that keep state: byte order marks, positions, errors; handlers that make several characters of a byte."""

import io
import os
import tempfile


def told(function, *args):
    try:
        return function(*args)
    except Exception as error:
        return type(error).__name__, str(error)


def show(*values):
    print(*map(ascii, values))


# Writing, going on behind, going back.
for encoding in "utf-16", "utf-16-be", "utf-32", "utf-8-sig", "cp1252", "utf-7":
    for newline in None, "\r\n":
        below = io.BytesIO()
        file = io.TextIOWrapper(below, encoding, newline=newline)
        file.write("a\n"), file.write("\u20ac\n"), file.write(""), file.flush()
        show(encoding, newline, below.getvalue())
        show(file.seek(0), file.read(), file.tell(), file.seek(0, 2), file.write("x"), file.flush(), below.getvalue())
        show(file.seek(0), file.write("b"), file.flush(), below.getvalue())
    below = io.BytesIO(b"abcd")
    below.seek(4)
    file = io.TextIOWrapper(below, encoding)
    show(encoding, file.write("x"), file.flush(), below.getvalue())

# Reading with marks of all sorts, and without; what is wrong; where it goes on.
INPUTS = [
    "\ufeffa\u20acb\n".encode("utf-16-le"), "\ufeffa\u20acb\n".encode("utf-16-be"), "a\u20acb\n".encode("utf-16-le"),
    "\ufeffab\n".encode("utf-32-be"), "ab\n".encode("utf-32-le"), b"", b"a", b"\xff\xfe", b"\xff\xfea", b"\xfe\xff\xd8\x00",
    b"\xff\xfe\x00\xdca\0", b"\xff\xfe\0\0\xff\xff\xff\xff", b"\xef\xbb\xbfabc", b"\xef\xbb", b"\xff\xfea\0\r\0\n\0b\0\r\0c\0",
]
for encoding in "utf-16", "utf-16-le", "utf-32", "utf-8-sig", "utf-7", "cp1252":
    for data in INPUTS:
        for errors in "strict", "replace", "surrogatepass", "backslashreplace":
            file = io.TextIOWrapper(io.BytesIO(data), encoding, errors)
            show(encoding, data, errors, told(file.read), told(file.tell), told(file.seek, 0), told(file.read, 1), told(file.tell), told(file.read, 1), told(file.read))
            show(told(file.seek, 0), told(file.readline), told(file.tell), told(file.readlines), told(lambda: file.newlines))
for data in b"a\xffbc\xe2\x82", b"\xff\n\xfe\n":
    file = io.TextIOWrapper(io.BytesIO(data), "utf-8", "backslashreplace")
    show([told(file.read, count) for count in (1, 2, 1, 3, 100)], file.seek(0), file.readlines())

# Positions can be gone back to, in another file as well.
text = "".join(f"line {number} \u20ac \U0001f600\n" for number in range(700))
for encoding in "utf-16", "utf-32", "utf-8-sig", "utf-16-le", "utf-7", "cp1250":
    data = text.replace("\U0001f600", "").encode(encoding) if encoding == "cp1250" else text.encode(encoding)
    for newline in None, "":
        first = io.TextIOWrapper(io.BytesIO(data), encoding, newline=newline)
        second = io.TextIOWrapper(io.BytesIO(data), encoding, newline=newline)
        places = []
        for count in 1, 5, 400, 3000, 7, 2500:
            first.read(count)
            place = first.tell()
            rest = first.read(20)
            places.append((place, rest))
        lines = [first.readline() for _ in range(3)]
        show(encoding, newline, [place for place, _ in places], first.tell(), lines)
        for place, rest in reversed(places):
            second.seek(place)
            first.seek(place)
            assert first.read(20) == second.read(20) == rest, (encoding, place)
        show(told(first.seek, -1), told(first.seek, 2**200), told(first.seek, 0, 1), len(list(second)))

# Lines come as they are written: nothing waits for the end.
reader, writer = os.pipe()
with open(reader, encoding="cp1252") as reading, open(writer, "w", encoding="cp1252") as writing:
    for line in "one \xe9\n", "two\n":
        writing.write(line), writing.flush()
        show(reading.readline())
    show(told(reading.tell))
with tempfile.TemporaryDirectory() as folder:
    name = f"{folder}/file"
    for mode in "w", "a", "a":
        with open(name, mode, encoding="utf-16") as file:
            file.write("more\n")
    with open(name, "rb") as file:
        show(file.read())
    with open(name, encoding="utf-16") as file:
        show([(line, told(file.tell)) for line in file], file.tell())
    with open(name, "r+", encoding="utf-16") as file:
        show(file.readline(), file.tell(), file.seek(file.tell()), file.write("less\n"), file.seek(0), file.read())

# What is wrong in all that is read is told of as in one piece.
with tempfile.TemporaryDirectory() as folder:
    name = f"{folder}/file"
    with open(name, "wb") as file:
        file.write(b"abc\n" * 22500 + b"\xff" + b"tail\n" * 10000)
    with open(name, encoding="utf-8") as file:
        try:
            file.read()
        except UnicodeDecodeError as error:
            show(str(error), error.start, len(error.object), file.tell(), file.read())

# Whether there is such an error handler is asked when it is needed.
for encoding in "utf-8", "utf-16", "cp1252", "idna":
    file = io.TextIOWrapper(io.BytesIO("abc\n".encode(encoding)), encoding, "nonsense")
    show(encoding, told(file.read))
show(told(io.TextIOWrapper(io.BytesIO(b"\xff"), "utf-8", "nonsense").read), told(io.TextIOWrapper(io.BytesIO(b"\x81"), "idna", "nonsense").read))
