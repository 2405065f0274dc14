# Normal forms of characters, of pairs, of long runs of combining characters. `1` as argument asks for all code points.
import binascii
import sys
import unicodedata

ALL = [chr(code) for code in range(0, 0x110000, int(sys.argv[1]) if sys.argv[1:] else 59)]
MARKS = "\u0300\u0301\u0316\u0323\u0327\u0345\u05b0\u3099\u1d165\U0001d165"
for database in (unicodedata, unicodedata.ucd_3_2_0):
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        result = count = 0
        for start in range(0, len(ALL), 0x1000):
            texts = ALL[start:start + 0x1000]
            normal = [database.normalize(form, text) for text in texts]
            count += sum(map(str.__eq__, texts, normal))
            result = binascii.crc32("|".join(normal).encode("utf-8", "surrogatepass"), result)
        print(form, hex(result), count)
    result = 0
    for base in ("a", "e", "A", "\u1100\u1161", "\uac00", "\u0915", "\u09c7", "\u0c46", "s\u0323"):
        for first in MARKS:
            for second in MARKS + "\u11a8\u09be\u0c56b":
                for form in ("NFC", "NFKD"):
                    text = database.normalize(form, base + first + second + base)
                    result = binascii.crc32(text.encode("utf-8"), result)
                    assert database.is_normalized(form, text)
    print(hex(result))
many = "a" + "\u0301\u0316\u0327" * 400 + "z" + "\u0300" * 50
normal = unicodedata.normalize("NFC", many)
print(len(normal), ascii(normal[:3]), ascii(normal[-2:]), unicodedata.normalize("NFD", normal) == unicodedata.normalize("NFD", many))
print(unicodedata.is_normalized("NFC", "e\u0301"), unicodedata.is_normalized("NFD", "e\u0301"), unicodedata.is_normalized("NFKC", "\ufb01"))


class Text(str):
    pass


print(type(unicodedata.normalize("NFC", Text("abc"))).__name__, type(unicodedata.normalize("NFC", Text("e\u0301"))).__name__)
