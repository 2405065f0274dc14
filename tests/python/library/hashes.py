"""Hash algorithms, by module and by hashlib."""
import _sha2,_md5,_sha1,_sha3,_blake2, hashlib


def t(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, e)


for m in (_md5.md5,_sha1.sha1,_sha2.sha224,_sha2.sha256,_sha2.sha384,_sha2.sha512,_sha3.sha3_224,_sha3.sha3_256,_sha3.sha3_384,_sha3.sha3_512):
    h=m(b'abc'); h.update(b'def'); c=h.copy(); c.update(b'x'); print(h.name,h.digest_size,h.block_size,h.hexdigest(),c.hexdigest(), h.digest()[:4], type(h))
for m in (_sha3.shake_128,_sha3.shake_256):
    h=m(b'abc'); print(h.name,h.digest_size,h.block_size,h.hexdigest(10),h.digest(5), type(h)); t(lambda: h.digest()); t(lambda: h.digest(-1))
for m in (_blake2.blake2b,_blake2.blake2s):
    h=m(b'abc'); print(h.name,h.digest_size,h.block_size,h.hexdigest(),m(b'a',digest_size=10).hexdigest(), m(b'a',key=b'k').hexdigest(), m(b'a',salt=b'12',person=b'p').hexdigest(), m.MAX_DIGEST_SIZE,m.MAX_KEY_SIZE,m.SALT_SIZE,m.PERSON_SIZE)
    t(lambda: m(b'',digest_size=100)); t(lambda: m(b'',key=b'x'*100)); t(lambda: m(b'',salt=b'x'*100))
t(lambda: _sha2.sha256('a'))
t(lambda: _sha2.sha256(5))
t(lambda: _sha2.sha256(b'a').update('b'))
t(lambda: _sha2.sha256(string=b'a').hexdigest())
t(lambda: _sha2.sha256(data=b'a').hexdigest())
t(lambda: _sha2.sha256(b'',usedforsecurity=False).name)
t(lambda: _sha2.sha256(b'a',b'b'))
t(lambda: type(_sha2.sha256())())
t(lambda: hashlib.new('md5',b'x').hexdigest())
t(lambda: hashlib.new('nope'))
t(lambda: hashlib.sha256(bytearray(b'a')).hexdigest()[:5])
t(lambda: hashlib.sha256(memoryview(b'a')).hexdigest()[:5])
t(lambda: [n for n in dir(_sha2) if n[0]!='_'])
t(lambda: [n for n in dir(_sha3) if n[0]!='_'])
t(lambda: [n for n in dir(_blake2) if n[0]!='_'])
t(lambda: [n for n in dir(_md5) if n[0]!='_'])
