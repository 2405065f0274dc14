# Which methods of the files below are called, and when.
import io, os
class BR(io.BufferedReader):
    def read(s,*a): log.append(('read',a)); return super().read(*a)
    def read1(s,*a): log.append(('read1',a)); return super().read1(*a)
    def readinto(s,*a): log.append(('readinto',)); return super().readinto(*a)
    def peek(s,*a): log.append(('peek',a)); return super().peek(*a)
    def flush(s): log.append('flush'); return super().flush()
    def close(s): log.append('close'); return super().close()
    def seek(s,*a): log.append(('seek',a)); return super().seek(*a)
    def tell(s): log.append('tell'); return super().tell()
class BR2(io.BufferedReader):
    def read(s,*a): log.append(('read',a)); return super().read(*a)
class BW(io.BufferedWriter):
    def write(s,b): log.append(('write',bytes(b))); return super().write(b)
    def flush(s): log.append('flush'); return super().flush()
    def close(s): log.append('close'); return super().close()
    def seek(s,*a): log.append(('seek',a)); return super().seek(*a)
    def tell(s): log.append('tell'); return super().tell()
class Raw(io.BytesIO):
    def readinto(s,b): log.append(('raw readinto',len(b))); return super().readinto(b)
    def flush(s): log.append('raw flush'); return super().flush()
    def write(s,b): log.append(('raw write',bytes(b))); return super().write(b)
    def close(s): log.append('raw close'); return super().close()
class B:  # plain buffer-like
    def __init__(s): s.closed=False
    def readable(s): return True
    def writable(s): return True
    def seekable(s): return False
    def read(s,n=-1): log.append(('read',n)); r,s.__dict__['d']=(getattr(s,'d',b'ab\ncd\n'),b''); return r
    def write(s,b): log.append(('write',bytes(b))); return len(b)
    def flush(s): log.append('flush')
    def close(s): log.append('close'); s.closed=True
log=[]
def t(name,f):
    log.clear()
    try: r=f()
    except BaseException as e: r=(type(e).__name__, str(e))
    print(name, repr(r), log)
for C in (BR,BR2):
    for raw in (io.BytesIO, Raw):
        x=io.TextIOWrapper(C(raw(b'line1\nline2\r\nline3 \xc3\xa9'*3)),encoding='utf-8')
        print(C.__name__, raw.__name__)
        t('readline',x.readline); t('read2',lambda:x.read(2)); t('tell',x.tell); t('next',lambda: next(iter(x))); t('read',x.read); t('read',x.read)
        t('seek0',lambda:x.seek(0)); t('iter',lambda:list(x)); t('seek end',lambda:x.seek(0,2)); t('flush',x.flush); t('detach',lambda: type(x.detach()).__name__)
        x=io.TextIOWrapper(C(raw(b'abc')),encoding='utf-8'); t('close',x.close); t('close',x.close)
for raw in (io.BytesIO, Raw):
    print(raw.__name__)
    x=io.TextIOWrapper(BW(raw()),encoding='utf-8'); t('write',lambda:x.write('a\nb')); t('flush',x.flush); t('tell',x.tell); t('write',lambda:x.write('x'*20)); t('seek',lambda:x.seek(0)); t('reconf',lambda:x.reconfigure(line_buffering=True)); t('write nl',lambda:x.write('a\n')); t('write big',lambda:len(log) or x.write('y'*100) and len(log)); t('trunc',lambda:x.truncate(3)); t('close',x.close)
    x=io.TextIOWrapper(BW(raw()),encoding='utf-8',write_through=True); t('wt write',lambda:x.write('ab')); t('writelines',lambda:x.writelines(['a','b'])); t('close', x.close)
    b=BW(raw()); t('b.write',lambda:b.write(b'abc')); t('b.flush',b.flush); t('b.seek',lambda:b.seek(0)); t('b.close',b.close)
    b=io.BufferedWriter(raw()); t('b.write',lambda:b.write(b'abc')); t('b.flush',b.flush); t('b.flush',b.flush); t('b.seek',lambda:b.seek(0)); t('b.close',b.close)
    b=io.BufferedReader(raw(b'abc')); t('r.read',lambda:b.read(1)); t('b.flush',b.flush); t('b.close',b.close)
    b=io.BufferedRandom(raw(b'abcdef')); t('rr.read',lambda:b.read(1)); t('rr.write',lambda:b.write(b'X')); t('rr.flush',b.flush); t('rr.read',lambda:b.read(1)); t('rr.close',b.close)
x=io.TextIOWrapper(B(),encoding='utf-8'); t('B.readline',x.readline); t('B.read',x.read); t('B.write',lambda:x.write('hi')); t('B.flush',x.flush); t('B.close',x.close)
x=io.TextIOWrapper(B(),encoding='utf-8',line_buffering=True); t('B.write',lambda:x.write('hi\n')); t('B.write',lambda:x.write('hi'));
def dele():
    global x
    x=None
t('del',dele)
class T(io.TextIOWrapper):
    def flush(s): log.append('Tflush'); return super().flush()
    def close(s): log.append('Tclose'); return super().close()
    def write(s,v): log.append('Twrite'); return super().write(v)
x=T(io.BytesIO(),encoding='ascii'); t('print',lambda:print('a',file=x,flush=True)); t('writelines',lambda:x.writelines(['a'])); 
def w():
    with x: pass
t('with',w)
x=T(io.BytesIO(),encoding='ascii',line_buffering=True); t('write',lambda:x.write('a\n')); t('reconf',lambda:x.reconfigure(newline='\n')); t('seek',lambda:x.seek(0)); t('tell',x.tell); t('trunc',x.truncate); t('detach',lambda:type(x.detach()))
class WB(io.BufferedWriter):
    def flush(s): log.append('WBflush'); return super().flush()
b=WB(io.BytesIO()); t('write',lambda:b.write(b'x'*10)); t('seek',lambda:b.seek(0)); t('tell',b.tell); t('trunc',b.truncate); t('detach',lambda:type(b.detach()))
class FI(io.FileIO):
    def close(s): log.append('FIclose'); return super().close()
    def flush(s): log.append('FIflush'); return super().flush()
    def write(s,b): log.append(('FIwrite',bytes(b))); return super().write(b)
b=io.BufferedWriter(FI(os.devnull,'w')); t('w',lambda:b.write(b'a')); t('f',b.flush); t('c',b.close)
x=io.TextIOWrapper(io.BufferedWriter(FI(os.devnull,'w'))); t('w',lambda:x.write('a')); t('f',x.flush); t('c',x.close)
