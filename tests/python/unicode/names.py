# Names of characters, the way back, aliases, named sequences, complaints. `1` as argument asks for all names.
import binascii
import sys
import unicodedata

ALL = [chr(code) for code in range(0, 0x110000, int(sys.argv[1]) if sys.argv[1:] else 13)]
result = 0
for start in range(0, len(ALL), 0x1000):
    names = [unicodedata.name(ch, "") for ch in ALL[start:start + 0x1000]]
    result = binascii.crc32("|".join(names).encode("ascii"), result)
print(hex(result))
for code in range(0, 0x30000, 97):
    name = unicodedata.name(chr(code), None)
    if name is not None:
        assert unicodedata.lookup(name) == unicodedata.lookup(name.lower()) == chr(code), name
for name in ("EURO SIGN", "latin small letter e with acute", "NULL", "LF", "BEL", "ALERT", "CJK UNIFIED IDEOGRAPH-4e00",
             "HANGUL SYLLABLE GAG", "LATIN SMALL LETTER R WITH TILDE", "KEYCAP DIGIT ONE", "BYTE ORDER MARK", "VS17",
             "x", "", "é", "SPACE" * 60, "CJK UNIFIED IDEOGRAPH-1", "LATIN  SMALL LETTER A", "DIGIT-ONE", "TANGUT IDEOGRAPH-17000",
             b"SPACE", 1):
    for database in (unicodedata, unicodedata.ucd_3_2_0):
        try:
            print(name, ascii(database.lookup(name)), end="; ")
        except Exception as error:
            print(type(error).__name__, error, end="; ")
    print()
print("\N{EURO SIGN}\N{snowman}\N{LF}".encode("ascii", "namereplace"), ascii("\N{Latin Capital Letter Gha}"))
for call in (lambda: unicodedata.name("\0"), lambda: unicodedata.name("ab"), lambda: unicodedata.name(1), lambda: unicodedata.name("\0", "x"),
             lambda: unicodedata.category("ab"), lambda: unicodedata.category(None), lambda: unicodedata.decimal("x"),
             lambda: unicodedata.digit(""), lambda: unicodedata.numeric("x"), lambda: unicodedata.numeric("\u00bd"),
             lambda: unicodedata.ucd_3_2_0.name("\u1e9e"), lambda: unicodedata.normalize("x", "y"), lambda: unicodedata.normalize("x", ""),
             lambda: unicodedata.normalize(1, "y"), lambda: unicodedata.normalize("NFC", b""), lambda: unicodedata.is_normalized("x", "y"),
             lambda: unicodedata.UCD(), lambda: unicodedata.category(), lambda: unicodedata.decimal()):
    try:
        print(repr(call()))
    except Exception as error:
        print(type(error).__name__, error)
