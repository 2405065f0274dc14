# Files that are dropped without being closed are closed, with a warning for those who want it.
import gzip
import io
import os
import sys
import tempfile
import warnings

def show(message, category, filename, lineno, file=None, line=None):
    print(category.__name__, str(message).replace(path, 'PATH').replace(repr(path)[1:-1],'PATH'), lineno)
folder = tempfile.mkdtemp()
path = os.path.join(folder, 'egg')
warnings.showwarning = show
def hook(info): print('unraisable', info.exc_type.__name__, str(info.exc_value).replace(path, 'PATH'))
sys.unraisablehook = hook
# Ignored at first.
f = open(path, 'w'); f.write('spam'); del f
print(os.path.getsize(path))
warnings.simplefilter('always')
f = open(path, 'w'); f.write('ham'); del f
f = open(path, 'rb'); f = None
f = open(path, 'rb', 0); f = None
f = open(path, 'r+b'); f = None
open(path)
f = open(path); b = f.buffer; r = b.raw; fd = f.fileno()
del f
print(b.closed, r.closed)
try: os.fstat(fd)
except OSError as e: print(e)
with open(path) as f: pass
del f
f = open(path, 'rb'); r = f.detach(); del f; print(r.closed); del r
f = open(path); b = f.detach(); del f; print(b.closed); b.close()
b = io.BytesIO(); t = io.TextIOWrapper(b); t.write('a'); del t; print(b.closed)
b = io.BytesIO(); t = io.TextIOWrapper(b); t.write('a'); t.flush(); t.detach(); del t; print(b.closed)
class Raw(io.RawIOBase):
    def readable(self): return True
    def writable(self): return True
    def readinto(self, b): return 0
    def write(self, b): print('write', bytes(b)); return len(b)
    def close(self):
        print('close', self.closed); super().close()
Raw()
r = io.BufferedWriter(Raw()); r.write(b'abc'); del r
r = io.TextIOWrapper(io.BufferedWriter(Raw())); r.write('xyz'); del r
class Bad(io.RawIOBase):
    def close(self): raise ValueError('bad close')
Bad()
class Del(io.StringIO):
    def __del__(self): print('del'); super().__del__()
    def close(self): print('close'); super().close()
Del()
class F(io.FileIO):
    def close(self): print('F.close'); super().close()
F(path)
f = F(path); f.close(); del f
f = io.open(os.open(path, os.O_RDONLY), closefd=False); fd = f.fileno(); del f; os.close(fd)
class Cyc(io.BytesIO): pass
c = Cyc(); c.me = c; 
def close(): print('close of the instance')
c.close = close
c.me = None; del c
g = gzip.open(path, 'wb'); g.write(b'abc'); 
del g
g = gzip.GzipFile(fileobj=io.BytesIO(), mode='wb'); g.write(b'a'); g.close(); del g
g = gzip.GzipFile(fileobj=io.BytesIO(), mode='wb'); g.write(b'a'); del g
g = gzip.open(path, 'rb'); g.read()
del g
warnings.simplefilter('error')
f = open(path); del f
print(io.IOBase.__del__.__name__, hasattr(io.TextIOWrapper, '__del__'))
os.remove(path); os.rmdir(folder)
