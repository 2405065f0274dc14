"""struct: sizes, packing, unpacking, errors."""
import struct
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
S=struct
for f in ["","i","ii","3i","bi","b3xi","=bi","<q",">q","!h","5s","5p","c","?","n","N","P","e","f","d","@l","=l","0i","b0i"," i  h","F","D","s","0s","10x","xi"]:
    t(lambda: (f, S.calcsize(f)))
for f in ["z","<n","i3","3","99999999999999999999i","=P","é",b"i",5,"i\0"]:
    t(lambda: S.calcsize(f))
t(lambda: S.pack("i",1)); t(lambda: S.pack("i")); t(lambda: S.pack("ii",1)); t(lambda: S.pack("i","a")); t(lambda: S.pack("b",128)); t(lambda: S.pack("B",256)); t(lambda: S.pack("B",-1)); t(lambda: S.pack("h",40000)); t(lambda: S.pack("H",-1)); t(lambda: S.pack("i",2**31)); t(lambda: S.pack("I",-1)); t(lambda: S.pack("q",2**63)); t(lambda: S.pack("Q",-1)); t(lambda: S.pack("<i",2**31)); t(lambda: S.pack("<H",-1)); t(lambda: S.pack("<b",200)); t(lambda: S.pack("<B",300)); t(lambda: S.pack(">I",2**32));t(lambda: S.pack(">q",2**63)); t(lambda: S.pack("n",2**63)); t(lambda: S.pack("P",-1)); t(lambda: S.pack("i",1.0)); t(lambda: S.pack("f","a")); t(lambda: S.pack("f",1e300)); t(lambda: S.pack("e",1e300)); t(lambda: S.pack("<f",1e300)); t(lambda: S.pack("d",1)); t(lambda: S.pack("c",b"ab")); t(lambda: S.pack("c","a")); t(lambda: S.pack("5s","a")); t(lambda: S.pack("5s",b"abcdefg")); t(lambda: S.pack("5s",bytearray(b"ab"))); t(lambda: S.pack("5p",b"abcdefg")); t(lambda: S.pack("?",[])); t(lambda: S.pack("?","x")); t(lambda: S.pack("0s",b"abc")); t(lambda: S.pack("3x"))
t(lambda: S.pack("<bhiqfd?c3s4p",1,2,3,4,1.5,2.5,True,b"z",b"abc",b"xy")); t(lambda: S.pack(">bhiqfd?c3s4p",1,2,3,4,1.5,2.5,True,b"z",b"abc",b"xy")); t(lambda: S.pack("bhiqfd?c3s4p",1,2,3,4,1.5,2.5,True,b"z",b"abc",b"xy"))
t(lambda: S.unpack("<bhi", b"\xff\x01\x80\x01\x02\x03\x84")); t(lambda: S.unpack(">bhi", b"\xff\x01\x80\x01\x02\x03\x84")); t(lambda: S.unpack("i", b"abc")); t(lambda: S.unpack("i", 5)); t(lambda: S.unpack("i", "abcd")); t(lambda: S.unpack("4p", b"\x02abc")); t(lambda: S.unpack("4p", b"\x09abc"));t(lambda: S.unpack("3s?c", b"abc\x02z")); t(lambda: S.unpack("<e", b"\x00\x3c"))
t(lambda: S.unpack_from("<h", b"\x01\x02\x03\x04", 1)); t(lambda: S.unpack_from("<h", b"\x01\x02", 1)); t(lambda: S.unpack_from("<h", b"\x01\x02", -1)); t(lambda: S.unpack_from("<h", b"\x01\x02", -3)); t(lambda: S.unpack_from("<h", b"\x01\x02", -2)); t(lambda: S.unpack_from("<h", buffer=b"\x01\x02", offset=0)); t(lambda: S.unpack_from("<h", b"\x01\x02", 5))
b=bytearray(6)
t(lambda: S.pack_into("<h", b, 1, 258)); print(b); t(lambda: S.pack_into("<h", b, 5, 258)); t(lambda: S.pack_into("<h", b, -2, 1)); print(b); t(lambda: S.pack_into("<h", b, -1, 1)); t(lambda: S.pack_into("<h", b, -9, 1)); t(lambda: S.pack_into("<h", b"ab", 0, 1)); t(lambda: S.pack_into("<h", b)); t(lambda: S.pack_into("<h")); t(lambda: S.pack_into("<h", b, 0)); t(lambda: S.pack_into("<h", b, "a", 1)); t(lambda: S.pack_into("<h", 5, 0, 1))
t(lambda: list(S.iter_unpack("<h", b"\1\2\3\4"))); t(lambda: S.iter_unpack("<h", b"\1\2\3")); t(lambda: S.iter_unpack("", b"")); t(lambda: type(S.iter_unpack("<h", b"\1\2"))); t(lambda: S.iter_unpack("<h", b"\1\2\3\4").__length_hint__())
s=S.Struct("<hi"); t(lambda: (s.format, s.size, s.pack(1,2), s.unpack(s.pack(1,2)), s)); t(lambda: s.pack(1)); t(lambda: s.unpack(b"")); t(lambda: s.unpack_from(b"")); t(lambda: s.unpack_from(bytes(10),3)); t(lambda: S.Struct(5)); t(lambda: S.Struct(b"h").format); t(lambda: S.Struct()); t(lambda: S.Struct.__module__); t(lambda: S.error.__module__); t(lambda: S.error.__mro__); t(lambda: s.x); t(lambda: list(s.iter_unpack(bytes(12))))
class X:
    def __index__(self): return 7
t(lambda: S.pack("<h",X())); t(lambda: S.pack("f",X())); t(lambda: S.pack())
class T(S.Struct):
    def __init__(self): super().__init__("h")
t(lambda: T().size)
t(lambda: S.pack("=n",1)); t(lambda: S.pack("<bb",1)); t(lambda: S.pack("<bb",1,2,3)); t(lambda: S._clearcache())
t(lambda: S.pack("D", 1+2j)); t(lambda: S.unpack("<F", S.pack("<F", 1+2j)))
