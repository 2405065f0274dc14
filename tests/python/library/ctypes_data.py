# C data types; there are no libraries to call.
import ctypes as c
from ctypes import *
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
print([sizeof(x) for x in (c_byte,c_short,c_int,c_long,c_longlong,c_size_t,c_float,c_double,c_char,c_wchar,c_bool,c_void_p,c_char_p,py_object,c_longdouble)])
print(c_int(5), c_int(2**31), c_ubyte(-1), c_byte(200), c_float(1.1), c_char(b'a'), c_bool(7), c_void_p(5), c_void_p(), c_char_p(b'x').value, c_wchar('é').value, c_uint64(-1).value)
t(lambda: c_int('a'))
t(lambda: c_int(1.5))
t(lambda: c_char(b'ab'))
t(lambda: c_double('x'))
t(lambda: c_char_p('x'))
t(lambda: c_wchar_p(b'x'))
x=c_int(3); x.value+=4
print(x, bool(x), bool(c_int(0)))
A=c_int*4; a=A(1,2,3)
print(list(a), len(a), a[-1], a[1:3], sizeof(a), A.__name__); a[2]=9
print(a[:])
t(lambda: a[4])
t(lambda: A(1,2,3,4,5))
t(lambda: c_int*-1)
b=create_string_buffer(b'hello',10)
print(b.value, b.raw, len(b)); b.value=b'xy'
print(b.raw)
t(lambda: setattr(b,'value',b'x'*11)); u=create_unicode_buffer('hé')
print(u.value, len(u))
class P(Structure): _fields_=[('x',c_byte),('y',c_int),('z',c_double)]
print(sizeof(P), alignment(P), P.y, P.z.offset, P.y.size)
p=P(1,2,z=3.5)
print(p.x,p.y,p.z, bytes(p)); p.y=-1
print(bytes(p))
t(lambda: P(1,2,3,4))
t(lambda: setattr(p,'y','a'))
class Q(Structure): _pack_=1; _layout_='ms'; _fields_=[('x',c_byte),('y',c_int)]
print(sizeof(Q))
class N(Structure): _fields_=[('p',P),('a',c_short*3)]
n=N(p,(1,2,3)); n.p.x=7; n.a[1]=5
print(n.p.x, p.x, list(n.a), sizeof(N))
class U(Union): _fields_=[('i',c_uint32),('b',c_ubyte*4)]
v=U(i=0x01020304)
print(list(v.b), sizeof(U)); v.b[0]=0xff
print(hex(v.i))
class B(Structure): _fields_=[('a',c_uint,3),('b',c_uint,5),('c',c_int,4)]
w=B(5,17,-3)
print(w.a,w.b,w.c,sizeof(B),bytes(w)); w.a=9
print(w.a)
class Anon(Structure): _anonymous_=['u']; _fields_=[('u',U),('k',c_int)]
z=Anon(); z.i=5
print(z.u.i, z.b[0])
class D(P): _fields_=[('w',c_int)]
d=D(1,2,3,4)
print(d.w, d.y, sizeof(D))
pp=pointer(x)
print(pp.contents.value, pp[0]); pp[0]=42
print(x.value, bool(pp), bool(POINTER(c_int)()))
t(lambda: POINTER(c_int)().contents)
t(lambda: POINTER(c_int)()[0])
print(POINTER(c_int) is type(pp), POINTER(c_int).__name__)
class L(Structure): pass
L._fields_=[('v',c_int),('next',POINTER(L))]
l2=L(2,None); l1=L(1,pointer(l2))
print(l1.next.contents.v, bool(l2.next))
print(cast(a,POINTER(c_int))[2], cast(b,c_char_p).value, string_at(b), string_at(b,4)); memset(b,65,3)
print(b.raw); memmove(b,b'zz',2)
print(b.value)
print(P.from_buffer_copy(bytes(p)).y); ba=bytearray(8); i=c_int.from_buffer(ba,4); i.value=1
print(ba)
t(lambda: c_int.from_buffer(b'1234'))
t(lambda: c_int.from_buffer_copy(b'12'))
F=CFUNCTYPE(c_int,c_int,c_int); f=F(lambda a,b:a+b)
print(f(1,2)); 
class BE(BigEndianStructure): _fields_=[('a',c_uint16),('b',c_uint32)]
print(bytes(BE(1,2)))
print(memoryview(a).nbytes, bytes(a))
print(c_int.__mro__[1].__name__, isinstance(x,c._SimpleCData))
print(c_int.in_dll.__name__)
print(sizeof(p), byref(x)._obj is x)
t(lambda: sizeof(5))
t(lambda: Structure().x)
t(lambda: addressof(5))
print(addressof(p)!=0, isinstance(addressof(p),int))
print(c_char.from_buffer(ba).value, (c_char*3)(*b'abc').value, (c_char*3)(b'a',b'b').raw)
print(py_object([1]).value, c_double_complex(1+2j).value, c_int16(70000), c_bool(), c_longdouble(1.5).value, (P*2)()[1].y)
import pickle
print(pickle.loads(pickle.dumps(p)).y, pickle.loads(pickle.dumps(c_int(7))))
try:
    CDLL('libnothere.so')
except OSError:
    print('no library')

