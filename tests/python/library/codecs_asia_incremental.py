# Incremental coders and streams of the codecs of East Asia, and text files in them.
import codecs
import io
import os
import tempfile


def attempt(function, *args):
    try:
        return ascii(function(*args))
    except (UnicodeError, TypeError, AttributeError, OverflowError) as error:
        return f"{type(error).__name__}: {error}"


TEXT = "ab\u4e00\u4e01c\n\u3042\u30a2~\n\u4e03"
for name in "gbk gb18030 hz big5 shift_jis euc_jp iso2022_jp iso2022_jp_2 cp949 iso2022_kr".split():
    encoder = codecs.getincrementalencoder(name)("replace")
    pieces, states = [], []
    for ch in TEXT:
        pieces.append(encoder.encode(ch))
        states.append(encoder.getstate())
    pieces.append(encoder.encode("", True))
    whole = b"".join(pieces)
    print(name, whole, whole == TEXT.encode(name, "replace"), states, encoder.getstate())
    decoder = codecs.getincrementaldecoder(name)()
    out = []
    for byte in whole:
        out.append((decoder.decode(bytes([byte])), decoder.getstate()))
    decoder.reset()
    print(ascii(out), decoder.getstate())

encoder = codecs.getincrementalencoder("euc_jis_2004")()
print(encoder.encode("a\u304b"), encoder.getstate(), encoder.encode("\u309a"), encoder.encode("\u304b"))
print(attempt(encoder.encode, "\u1234"), encoder.getstate(), encoder.encode("", True), encoder.getstate())
for state in 0x61626308, 0xFF01, -1, 1 << 200, 13, "x":
    print(state, attempt(encoder.setstate, state), ascii(encoder.getstate()))
encoder.reset()
print(attempt(setattr, encoder, "errors", 5), attempt(delattr, encoder, "errors"), encoder.errors)

decoder = codecs.getincrementaldecoder("gb18030")()
print(decoder.decode(b"\x81\x30"), decoder.getstate(), attempt(decoder.decode, b"", True), decoder.getstate())
print(attempt(decoder.decode, b"\xff"), decoder.getstate())
for state in (b"1" * 9, 0), (b"\x81", 5), (b"1", -1), ("1", 0), 5:
    print(state, attempt(decoder.setstate, state), decoder.getstate())
print(attempt(codecs.getincrementaldecoder("iso2022_jp")().decode, b"a\x1b$((((((((("))

data = "\u4e00\u4e01\n\u4e03x\r\ny\u4e09".encode("gbk")
for sizes in [-1], [1, 1, 1, 1, 1, -1], [3, 2, 100]:
    reader = codecs.getreader("gbk")(io.BytesIO(data))
    print([ascii(reader.read(size)) for size in sizes])
reader = codecs.getreader("gbk")(io.BytesIO(data + b"\x81"))
print(ascii(reader.readline()), ascii(reader.readline(2)), attempt(reader.readlines), attempt(reader.read, "x"), reader.errors)
target = io.BytesIO()
writer = codecs.getwriter("euc_jis_2004")(target)
writer.writelines(["\u304b", "\u309a\u304b"])
writer.reset()
print(target.getvalue(), attempt(writer.writelines, {1}), attempt(writer.write, "\u1234"))

folder = tempfile.mkdtemp()
path = os.path.join(folder, "text")
for name in "gbk shift_jis euc_kr iso2022_jp hz".split():
    text = "first \u4e00\u4e8c\nsecond \u4e09\r\n" * 3000
    if name == "euc_kr":
        text = text.replace("\u4e8c", "\ub620")
    with open(path, "w", encoding=name, newline="") as file:
        file.write(text)
    with open(path, "rb") as file:
        print(name, file.read() == text.encode(name), end=" ")
    with open(path, encoding=name, newline="") as file:
        print(file.read() == text, end=" ")
    with open(path, encoding=name) as file:
        lines = list(file)
        print(len(lines), ascii(lines[4321]), end=" ")
        file.seek(0)
        file.readline()
        place = file.tell()
        line = file.readline()
        file.seek(place)
        print(file.readline() == line, file.encoding)
    with open(path, "a", encoding=name) as file:
        file.write("\u4e00")
    with open(path, encoding=name, errors="replace") as file:
        print(ascii(file.read()[-3:]))
os.remove(path)
os.rmdir(folder)
