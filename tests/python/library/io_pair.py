# io: BufferedRWPair, BytesIO.getbuffer, state of files in memory.
import copy
import io
import pickle

class Raw(io.RawIOBase):
    def __init__(self, data=b'', able='rw'): self.data, self.able, self.wrote = data, able, b''
    def readable(self): return 'r' in self.able
    def writable(self): return 'w' in self.able
    def readinto(self, b):
        part, self.data = self.data[:len(b)], self.data[len(b):]
        b[:len(part)] = part
        return len(part)
    def write(self, b):
        self.wrote += bytes(b)
        return len(b)

r, w = Raw(b'line one\nline two\nrest', 'r'), Raw(able='w')
p = io.BufferedRWPair(r, w)
buf = bytearray(3)
print(p.readline(), p.peek(2)[:2], p.read(2), p.readinto(buf), buf, p.read1(2), p.write(b'out'), w.wrote, p.flush(), w.wrote)
print(p.readable(), p.writable(), p.seekable(), p.isatty(), p.closed, list(p))
for bad in (lambda: p.seek(0), lambda: p.tell(), lambda: p.detach(), lambda: p.fileno(), lambda: io.BufferedRWPair(w, w),
        lambda: io.BufferedRWPair(r, r), lambda: io.BufferedRWPair(r), lambda: io.BufferedRWPair(r, w, 0),
        lambda: io.BufferedReader(w), lambda: io.BufferedWriter(r), lambda: io.BufferedRandom(r)):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
p.close()
print(p.closed, r.closed, w.closed)

b = io.BytesIO(b'hello world')
v = b.getbuffer()
print(type(v).__name__, len(v), v.readonly, v.format, v.contiguous, bytes(v[:5]))
v[0] = ord('J')
v[6:] = b'WORLD'
print(b.getvalue(), b.read(), b.seek(0))
for change in (lambda: b.write(b'x'), lambda: b.truncate(2), lambda: b.close(), lambda: b.truncate(), lambda: b.__setstate__((b'', 0, None)), lambda: b.writelines([b'x'])):
    try:
        print(change())
    except Exception as e:
        print(type(e).__name__, e)
part = v[2:4]
v.release()
try:
    b.write(b'y')
except BufferError as e:
    print('still', e)
part.release()
print(b.write(b'longer than it was'), b.getvalue(), b.truncate(3), b.getvalue())
with b.getbuffer() as v:
    print(v.tolist())
print(b.getbuffer().nbytes, io.BytesIO().getbuffer().nbytes, b.close(), b.closed)
b = io.BytesIO(b'state')
b.seek(2)
b.tag = 'kept'
print(b.__getstate__(), copy.copy(b).read(), pickle.loads(pickle.dumps(b)).__getstate__())
s = io.StringIO('te\nxt', newline='\r\n')
s.read(1)
print(s.__getstate__(), io.StringIO('a', newline=None).__getstate__(), copy.copy(s).tell(), pickle.loads(pickle.dumps(io.StringIO('p'))).read())
for refused in (io.TextIOWrapper(b), io.BufferedReader(b)):
    try:
        pickle.dumps(refused)
    except TypeError as e:
        print(e)
