# What the codecs of East Asia make of bytes and of characters, as checksums over samples.
import zlib

NAMES = """gb2312 gbk gb18030 hz big5 big5hkscs cp950 shift_jis cp932 shift_jis_2004 shift_jisx0213 euc_jp euc_jis_2004
euc_jisx0213 iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_2004 iso2022_jp_3 iso2022_jp_ext euc_kr cp949 johab
iso2022_kr""".split()
ESCAPES = {
    "hz": [b"~{"],
    "iso2022_jp": [b"\x1b$B", b"\x1b(J"],
    "iso2022_jp_1": [b"\x1b$(D"],
    "iso2022_jp_2": [b"\x1b$A", b"\x1b.F\x1bN"],
    "iso2022_jp_2004": [b"\x1b$(Q", b"\x1b$(P"],
    "iso2022_jp_3": [b"\x1b$(O", b"\x1b$(P"],
    "iso2022_jp_ext": [b"\x1b(I"],
    "iso2022_kr": [b"\x1b$)C\x0e"],
    "euc_kr": [b"\xa4\xd4\xa4\xa1\xa4"],
    "gb18030": [b"\x81\x30"],
}


def checksum(text):
    return zlib.crc32(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text)


for name in NAMES:
    sums = []
    for before in [b""] + ESCAPES.get(name, []):
        # Each byte with some followers; the bytes between are ASCII, so that faults do not shift what comes behind.
        high = 0 if name.startswith(("hz", "iso")) else 0x80
        pieces = [bytes([lead | high, trail]) for lead in range(1, 127) for trail in range(33 + lead % 9, 255, 9)]
        sums.append(checksum(b"\n".join(before + piece for piece in pieces).decode(name, "replace")))
    text = "".join(map(chr, range(0x80, 0x10000, 11))) + "".join(map(chr, range(0x20000, 0x20800, 3)))
    sums.append(checksum(text.encode(name, "replace")))
    print(name, *sums)

# Pairs of characters that have one code, and their first ones alone.
for name in "big5hkscs", "euc_jis_2004", "shift_jisx0213", "iso2022_jp_3", "iso2022_jp_2004":
    for text in "\u304b\u309a", "\u304b", "\u02e9\u02e5x", "\xca\u0304", "\xca\u030c\xca", "\xcax":
        print(name, ascii(text), text.encode(name, "backslashreplace"))

# The rules of GB 18030 and of KS X 1001's syllables.
for data in b"\x81\x30\x81\x30", b"\x84\x31\xa4\x39", b"\x90\x30\x81\x30", b"\xe3\x32\x9a\x35", b"\x84\x31\xa5\x30":
    print(data, ascii(data.decode("gb18030", "replace")))
print("\ufffe\uffff\U00010000\U0010ffff\ue5e5\u20ac".encode("gb18030"), "\ub620".encode("euc_kr"))
print("\ub620\uac00".encode("cp949"), "\ub620\uac00".encode("johab"), "\ub620".encode("iso2022_kr", "replace"))
