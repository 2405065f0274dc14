import hashlib
import uuid
import urllib.parse
import operator

print(hashlib.sha256(b"x" * 1000).hexdigest()[:16], hashlib.md5(b"").hexdigest(), uuid.UUID(int=5))
print(urllib.parse.urlsplit("http://u@host:80/p?q=1#f"), urllib.parse.quote("a b/é"), urllib.parse.parse_qs("a=1&b=2&a=3"))
print(operator.attrgetter("real", "imag")(2.5), operator.methodcaller("upper")("a"), operator.itemgetter(1, 0)("ab"))
