import io

stream = io.StringIO("one\ntwo\r\nthree", newline=None)
print(stream.readline(), stream.read(2), stream.tell(), list(stream), stream.getvalue())
stream.seek(0, 2)
for number in range(100):
    print("line", number, file=stream)
stream.truncate(50)
print(len(stream.getvalue()), stream.getvalue()[-5:])
data = io.BytesIO(b"abc" * 100)
text = io.TextIOWrapper(data, encoding="utf-8", newline="\n")
print(text.read(5), text.readline()[:5], text.tell())
reader = io.BufferedReader(io.BytesIO(b"x\ny\nz" * 50), buffer_size=16)
print(reader.peek()[:3], reader.readline(), reader.readlines()[:2])
writer = io.BufferedWriter(raw := io.BytesIO(), 8)
writer.write(b"0123456789" * 5)
writer.flush()
print(raw.getvalue()[:12])
stream.close()
try:
    stream.read()
except ValueError as error:
    print(error)
