# unicodedata: checksums of every function, in both versions. `1` as argument asks for all code points.
import binascii
import sys
import unicodedata

ALL = [chr(code) for code in range(0, 0x110000, int(sys.argv[1]) if sys.argv[1:] else 61)]


def check(label, function):
    result = 0
    for start in range(0, len(ALL), 0x1000):
        text = "|".join([str(function(ch)) for ch in ALL[start:start + 0x1000]])
        result = binascii.crc32(text.encode("utf-8"), result)
    print(label, hex(result))


print(unicodedata.unidata_version, unicodedata.ucd_3_2_0.unidata_version)
for database in (unicodedata, unicodedata.ucd_3_2_0):
    check("category", database.category)
    check("bidirectional", database.bidirectional)
    check("combining", database.combining)
    check("mirrored", database.mirrored)
    check("width", database.east_asian_width)
    check("decomposition", database.decomposition)
    check("decimal", lambda ch: database.decimal(ch, None))
    check("digit", lambda ch: database.digit(ch, None))
    check("numeric", lambda ch: database.numeric(ch, None))
