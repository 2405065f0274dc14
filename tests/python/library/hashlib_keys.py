# Keys out of passwords.
import hashlib, hmac, inspect, signal

for name in ("md5", "sha1", "sha224", "sha256", "SHA-256", "sha384", "sha512", "sha3_224", "sha3_512", "blake2b", "blake2s"):
    print(name, hashlib.pbkdf2_hmac(name, b"password", b"salt", 20).hex())
print(hashlib.pbkdf2_hmac("sha256", b"x" * 300, bytearray(b"salt"), 2, dklen=70).hex())
print(hashlib.pbkdf2_hmac(hash_name="sha1", password=memoryview(b"p"), salt=b"", iterations=1, dklen=1))
print(hashlib.pbkdf2_hmac("sha256", b"p", b"s", 1)
      == hmac.digest(b"p", b"s\0\0\0\1", "sha256"))
derive = hashlib.pbkdf2_hmac
for call in (
    lambda: derive("sha256", b"p", b"s", 0), lambda: derive("sha256", b"p", b"s", -1), lambda: derive("sha256", b"p", b"s", 2**64),
    lambda: derive("sha256", b"p", b"s", 2**40), lambda: derive("sha256", b"p", b"s", 1, 0), lambda: derive("sha256", b"p", b"s", 1, 2**40),
    lambda: derive(5, b"p", b"s", 1), lambda: derive("sha256", "p", b"s", 1), lambda: derive("sha256", b"p", "s", 1),
    lambda: derive("sha256", b"p"), lambda: derive("sha256", b"p", b"s", 1.5), lambda: derive("sha256", b"p", b"s", 1, "a"),
):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
try:
    derive("no such hash", b"p", b"s", 1)
except ValueError:
    print("unknown")
scrypt = hashlib.scrypt
print(scrypt(b"", salt=b"", n=16, r=1, p=1).hex())
print(scrypt(b"password", salt=b"NaCl", n=64, r=8, p=4, dklen=64).hex())
print(scrypt(password=b"p", salt=b"x", n=4, r=3, p=2, dklen=9, maxmem=2**20).hex())
for options in (dict(n=15, r=1, p=1), dict(n=1, r=1, p=1), dict(n=2, r=0, p=1), dict(n=2, r=1, p=0), dict(n=2**20, r=8, p=1),
                dict(n=2**15, r=8, p=1), dict(n=2, r=1, p=1, dklen=0), dict(n=2, r=1, p=1, maxmem=-1), dict(n=2, r=1, p=1, maxmem=1),
                dict(n=-2, r=1, p=1), dict(n="a", r=1, p=1), dict(n=4, r=2**20, p=2**20), dict(n=2, r=1)):
    try:
        print(scrypt(b"p", salt=b"s", **options))
    except Exception as error:
        print(options, type(error).__name__, error)
print(inspect.signature(derive), inspect.signature(scrypt))
class Alarm(Exception):
    pass
def ring(*args):
    raise Alarm
signal.signal(signal.SIGALRM, ring)
signal.setitimer(signal.ITIMER_REAL, 0.02)
try:
    while True:
        derive("sha256", b"p", b"s", 1000)
except Alarm:
    print("interrupted")
