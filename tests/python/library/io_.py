# io: StringIO, BytesIO, text and buffered layers, newlines, encodings, errors.
import io
import os
import tempfile

s = io.StringIO('one\ntwo\r\nthree')
print(s.readline(), s.read(3), s.tell(), s.readlines(), s.seek(0), list(s), s.getvalue() == 'one\ntwo\r\nthree')
s = io.StringIO()
print(s.write('hello'), s.seek(1), s.write('E'), s.getvalue(), s.truncate(3), s.getvalue(), s.readable(), s.writable(), s.seekable(), s.closed)
print(repr(io.StringIO('a\r\nb\rc', newline=None).read()), repr(io.StringIO('a\r\nb', newline='').readline()), file=s)
print(s.getvalue().splitlines()[-1])
b = io.BytesIO(b'abc\ndef')
print(b.read(2), b.readline(), b.getvalue(), b.tell(), b.seek(-2, 2), b.read(), b.write(b'!!'), b.getvalue())
buf = bytearray(4)
print(b.seek(0), b.readinto(buf), buf, b.read1(2), b.truncate(3), b.getvalue(), io.BytesIO(b'x\ny\n').readlines())
print(b.getvalue())
t = io.TextIOWrapper(io.BytesIO('é\r\nü\n'.encode('latin-1')), encoding='latin-1')
print(t.read(), t.encoding, t.errors, t.buffer.getvalue())
out = io.BytesIO()
w = io.TextIOWrapper(out, encoding='utf-8', newline='\r\n', write_through=True)
print(w.write('a\nb\n'), out.getvalue(), w.line_buffering, w.detach() is out)
print(io.TextIOWrapper(io.BytesIO(b'\xff\xfea'), encoding='ascii', errors='replace').read())
with tempfile.TemporaryDirectory() as folder:
    name = os.path.join(folder, 'f.txt')
    with open(name, 'w', encoding='utf-8') as f:
        print(f.write('linea\n' * 3), f.mode, f.name == name, type(f).__name__, f.writelines(['x\n', 'y']), f.fileno() > 2)
    with open(name, encoding='utf-8') as f:
        print(f.readline(), f.tell(), next(f), f.read())
    with open(name, 'rb') as f:
        print(type(f).__name__, f.read(3), f.peek(2)[:2], f.seek(0, os.SEEK_END), f.raw.__class__.__name__)
    with open(name, 'r+b') as f:
        f.seek(2)
        f.write(b'ZZ')
        f.seek(0)
        print(f.readline(), type(f).__name__)
    with open(name, 'ab', buffering=0) as f:
        print(f.write(b'end'), type(f).__name__, f.tell())
    with open(name, 'x' if False else 'a+') as f:
        print(f.tell() > 0, f.seek(0), f.readline())
    for mode in ('x', 'rw', 'z', '', 'rbt'):
        try:
            open(name, mode)
        except (OSError, ValueError) as e:
            print(type(e).__name__, e.args[0] if isinstance(e, ValueError) else e.errno)
    try:
        open(name, 'rb', encoding='utf-8')
    except ValueError as e:
        print(e)
f.close()
for bad in (lambda: f.read(), lambda: io.StringIO().write(b'x'), lambda: io.BytesIO().write('x'), lambda: io.StringIO('a').seek(1, 1), lambda: open('/no/such/file'), lambda: io.BytesIO(b'').read('a'), lambda: io.open(3.5)):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)

class Upper(io.RawIOBase):
    def __init__(self): self.data = [b'ab', b'cd', b'']
    def readable(self): return True
    def readinto(self, b):
        d = self.data.pop(0)
        b[:len(d)] = d
        return len(d)
print(io.BufferedReader(Upper()).read(), isinstance(f, io.IOBase), isinstance(io.StringIO(), io.TextIOBase), isinstance(io.BytesIO(), io.BufferedIOBase), io.DEFAULT_BUFFER_SIZE, io.UnsupportedOperation.__mro__[1:3])
r = io.BufferedRandom(io.BytesIO(b'12345'))
print(r.read(2), r.write(b'x'), r.seek(0), r.read())
