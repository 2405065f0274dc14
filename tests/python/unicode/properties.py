# str's predicates and case mappings, as checksums of their bits. `1` as argument asks for all code points.
import binascii
import sys

ALL = [chr(code) for code in range(0, 0x110000, int(sys.argv[1]) if sys.argv[1:] else 37)]
for method in (str.isalpha, str.isdecimal, str.isdigit, str.isnumeric, str.isalnum, str.isspace, str.islower, str.isupper,
               str.istitle, str.isprintable, str.isidentifier):
    flags = bytes(map(method, ALL))
    print(method.__name__, sum(flags), hex(binascii.crc32(flags)))
continues = bytes([("a" + ch).isidentifier() for ch in ALL])
print("continues", sum(continues), hex(binascii.crc32(continues)))
for method in (str.lower, str.upper, str.title, str.swapcase, str.casefold, str.capitalize):
    text = "|".join(map(method, ALL))
    print(method.__name__, len(text), hex(binascii.crc32(text.encode("utf-8", "surrogatepass"))))
# A capital sigma is final or not by what is around it: which characters are cased, and which ignored.
around = bytes([("a\u03a3" + ch).lower()[1] == "\u03c2" for ch in ALL])
ignored = bytes([("a\u03a3" + ch + "a").lower()[1] == "\u03c2" for ch in ALL])
print(sum(around), hex(binascii.crc32(around)), sum(ignored), hex(binascii.crc32(ignored)))
print(hex(binascii.crc32("|".join([repr(ch) for ch in ALL]).encode("utf-8"))))
