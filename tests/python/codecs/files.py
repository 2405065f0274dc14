# Text files in encodings and with error handlers that only the registry knows.
import codecs
import io
import os
import tempfile

folder = tempfile.mkdtemp()
path = os.path.join(folder, "text")
text = "Привет, мир\nвторая строка\r\nконец"
for encoding in ("cp1251", "koi8-r", "cp037", "utf-7", "iso8859-5", "utf-16-be"):
    source = text if encoding != "cp037" else "first\nsecond é\nthird"
    with open(path, "w", encoding=encoding, newline="") as file:
        print(file.encoding, file.write(source[:9]), file.write(source[9:]))
    with open(path, "rb") as file:
        data = file.read()
        print(len(data), data == source.encode(encoding))
    with open(path, encoding=encoding) as file:
        print([line for line in file], repr(file.read()))
    with open(path, encoding=encoding, newline="") as file:
        print(repr(file.readline()), repr(file.read(3)), len(file.read()))
        file.seek(0)
        print(file.read() == source)
with open(path, "w", encoding="ascii", errors="namereplace") as file:
    file.write("a€\u0301b")
print(open(path).read())
codecs.register_error("test.mark", lambda error: ("<>", error.end))
with open(path, "wb") as file:
    file.write(b"a\xffb\x98\n")
print(open(path, encoding="utf-8", errors="test.mark").read(), open(path, encoding="cp1251", errors="replace").readlines())
print(io.TextIOWrapper(io.BytesIO(b"\xcf\xf0\n\xe8"), encoding="windows-1251").readlines())
for call in (lambda: open(path, encoding="no-such"), lambda: open(path, encoding="hex"), lambda: open(path, encoding="cp1251").read(),
             lambda: open(path, "w", encoding="cp1251").write("\u4e00")):
    try:
        print(call())
    except (LookupError, UnicodeError) as error:
        print(type(error).__name__, error)
os.remove(path)
os.rmdir(folder)
