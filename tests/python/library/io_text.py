# io: positions in text files, reconfigure, truncate, buffering by lines, sizes of reads.
import io
import os

name = '/tmp/pitviper-io-text-%d' % os.getpid()

def attempt(*calls):
    for call in calls:
        try:
            print(repr(call()), end=' ')
        except Exception as e:
            print(type(e).__name__, e, end='; ')
    print()

with open(name, 'w+', encoding='utf-8') as f:
    print(f.write('é one\ntwo ü\nthree\n'), f.tell(), f.seek(0), f.readline(), f.tell())
    at = f.tell()
    print(f.readline(), f.read(2), f.tell(), f.seek(at), f.readline(), f.seek(0, 1), f.seek(0, 2), f.read())
    print(f.seek(7), f.truncate(), f.seek(0), f.read(), f.truncate(2), f.seek(0), f.read())
    attempt(lambda: f.seek(-1), lambda: f.seek(1, 1), lambda: f.seek(-1, 2), lambda: f.seek(0, 9), lambda: f.truncate(-1))
    f.seek(0)
    next(f)
    attempt(f.tell)
    print(f.mode, f.__dict__, f._CHUNK_SIZE)
with open(name, 'r') as f:
    f.read(1)
    attempt(lambda: f.reconfigure(encoding='latin-1'), lambda: f.reconfigure(newline=''), lambda: f.reconfigure(line_buffering=True), lambda: f.line_buffering)
raw = io.BytesIO()
t = io.TextIOWrapper(raw, encoding='ascii', line_buffering=True)
print(t.write('abc'), t.write('d\ne'), raw.getvalue(), t.reconfigure(encoding='utf-16-le', newline='\r\n'), t.encoding, t.errors, t.write('x\n'), t.flush(), raw.getvalue())
print(t.reconfigure(errors='replace', line_buffering=False, write_through=True), t.errors, t.line_buffering, t.write_through)
attempt(lambda: t.reconfigure(newline='bad'), lambda: t.reconfigure(encoding=1), lambda: t.reconfigure(encoding='nope'), lambda: t.write(b'x'))
print(t.detach() is raw, raw.closed)
with open(name, 'wb') as f:
    f.write(bytes(range(10)))
with open(name, 'r+b') as f:
    buf, small = bytearray(4), bytearray(2)
    print(f.readinto(buf), buf, f.peek()[:3], f.tell(), f.readinto1(memoryview(small)), small, f.read1(2), f.read1(0), f.seek(-1, 2), f.read(5), f.read(5))
    print(f.seek(2), f.write(b'XY'), f.tell(), f.read(2), f.truncate(6), f.tell(), f.seek(0), f.read())
    attempt(lambda: f.read(-2), lambda: f.readinto(b'x'), lambda: f.seek(-1), lambda: f.write('x'), lambda: f.truncate(-1), lambda: f.peek('x'))
with open(name, 'rb', buffering=0) as f:
    print(f.read(2), os.lseek(f.fileno(), 0, 1), f.readall(), f.read(1), f.name == name, f.mode, f.closefd)
attempt(lambda: io.BytesIO(b'a').seek(-1), lambda: io.BytesIO(b'a').seek(0, 5), lambda: io.BytesIO(b'a').seek(-9, 1), lambda: io.StringIO('a').seek(-1), lambda: io.StringIO('a').seek(0, 5), lambda: io.StringIO('a').truncate(-1), lambda: io.BytesIO(b'a').truncate(-1))
os.unlink(name)
t = io.TextIOWrapper(io.BytesIO('ab\ncd\n'.encode('utf-16-le')), encoding='utf-16-le')
print(t.readline(), t.tell(), t.seek(2), t.read())
