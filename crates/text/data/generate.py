"""Writes the tables of character properties that lie beside this file.

    python3.14 generate.py NamedSequences.txt

The data is the Unicode Character Database's, versions 16.0 and 3.2 (Unicode License v3), asked of a Python whose
`unicodedata` has them. All numbers are little-endian.

records.bin      distinct properties, 5 bytes each: bidirectional class, combining class, mirrored, width, 0
index.bin        two stages: 8704 block numbers (u16), then blocks of 128 record numbers (u8)
decomposed.bin   count, entries and targets, see `decompositions`; Hangul syllables are left out
composed.bin     sorted triples (u32): first, second, composed
numeric.bin      values and who has them, see `numerics`
old.bin          ranges that differ in 3.2, 12 bytes: first, last (u32), category, bidirectional, flags, width (u8)
old_numeric.bin  numeric values that differ in 3.2
sequences.txt    named sequences, sorted: name;code points in hexadecimal (of the file NamedSequences.txt, checked)
"""
import struct
import sys
import unicodedata
from pathlib import Path

BIDI = ["", "L", "R", "AL", "EN", "ES", "ET", "AN", "CS", "NSM", "BN", "B", "S", "WS", "ON", "LRE", "LRO", "RLE", "RLO",
        "PDF", "LRI", "RLI", "FSI", "PDI"]
WIDTH = ["N", "A", "H", "W", "F", "Na"]
CATEGORY = ["Cn", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
            "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co"]
TAGS = ["", "<compat>", "<font>", "<noBreak>", "<initial>", "<medial>", "<final>", "<isolated>", "<circle>", "<super>",
        "<sub>", "<vertical>", "<wide>", "<narrow>", "<small>", "<square>", "<fraction>"]
ALL = range(0x110000)
HERE = Path(__file__).parent
assert unicodedata.unidata_version == "16.0.0"
old = unicodedata.ucd_3_2_0


def properties(database, ch):
    return (BIDI.index(database.bidirectional(ch)), database.combining(ch), database.mirrored(ch),
            WIDTH.index(database.east_asian_width(ch)))


def index():
    records, blocks, first = {}, {}, []
    for start in range(0, 0x110000, 128):
        block = bytes(records.setdefault(properties(unicodedata, chr(code)), len(records))
                      for code in range(start, start + 128))
        first.append(blocks.setdefault(block, len(blocks)))
    assert len(records) <= 256, len(records)
    (HERE / "records.bin").write_bytes(b"".join(bytes([*record, 0]) for record in records))
    (HERE / "index.bin").write_bytes(struct.pack(f"<{len(first)}H", *first) + b"".join(blocks))
    print(len(records), "records", len(blocks), "blocks")


def decompositions():
    """Entries of 8 bytes: code point, then offset << 10 | length << 5 | tag; targets begin behind them."""
    entries, targets, composed = [], [], []
    for code in ALL:
        text = unicodedata.decomposition(chr(code))
        if not text or 0xAC00 <= code < 0xD7A4:
            continue
        parts = text.split()
        tag = parts.pop(0) if parts[0].startswith("<") else ""
        points = [int(part, 16) for part in parts]
        entries.append((code, len(targets) << 10 | len(points) << 5 | TAGS.index(tag)))
        targets += points
        if not tag and len(points) == 2 and unicodedata.normalize("NFC", chr(points[0]) + chr(points[1])) == chr(code):
            composed.append((*points, code))
    head = struct.pack("<I", len(entries))
    (HERE / "decomposed.bin").write_bytes(head + b"".join(struct.pack("<2I", *entry) for entry in entries)
                                          + struct.pack(f"<{len(targets)}I", *targets))
    (HERE / "composed.bin").write_bytes(b"".join(struct.pack("<3I", *triple) for triple in sorted(composed)))
    print(len(entries), "decompositions", len(targets), "targets", len(composed), "compositions")


def numerics():
    """Values as doubles behind their count, then u32s: code point << 8 | value. The same for what 3.2 has otherwise,
    with the value 255 for none."""
    values = {}

    def entry(code, value):
        return code << 8 | (255 if value is None else values.setdefault(value, len(values)))

    now = {code: unicodedata.numeric(chr(code), None) for code in ALL}
    then = {code: old.numeric(chr(code), None) for code in ALL if old.category(chr(code)) != "Cn"}
    entries = [entry(code, value) for code, value in now.items() if value is not None]
    differing = [entry(code, value) for code, value in then.items() if value != now[code]]
    assert len(values) < 255
    (HERE / "numeric.bin").write_bytes(struct.pack("<I", len(values)) + struct.pack(f"<{len(values)}d", *values)
                                       + struct.pack(f"<{len(entries)}I", *entries))
    (HERE / "old_numeric.bin").write_bytes(struct.pack(f"<{len(differing)}I", *differing))
    print(len(values), "values", len(entries), "numeric characters", len(differing), "differing")


def old_ranges():
    ranges = []
    for code in ALL:
        ch = chr(code)
        now, then = unicodedata.category(ch), old.category(ch)
        was = properties(old, ch)
        if now == then and was == properties(unicodedata, ch):
            continue
        assert was[1] in (0, unicodedata.combining(ch)), hex(code)
        value = (CATEGORY.index(then), was[0], was[2] | (2 if was[1] else 0), was[3])
        if ranges and ranges[-1][1] == code - 1 and ranges[-1][2] == value:
            ranges[-1][1] = code
        else:
            ranges.append([code, code, value])
    (HERE / "old.bin").write_bytes(b"".join(struct.pack("<2I4B", first, last, *value) for first, last, value in ranges))
    print(len(ranges), "ranges of 3.2")


def sequences(path):
    lines = []
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        name, found, points = line.partition(";")
        if found and not line.startswith("#"):
            assert unicodedata.lookup(name) == "".join(chr(int(point, 16)) for point in points.split()), name
            lines.append(f"{name};{points}\n")
    (HERE / "sequences.txt").write_text("".join(sorted(lines)), encoding="ascii")
    print(len(lines), "named sequences")


index()
decompositions()
numerics()
old_ranges()
sequences(sys.argv[1])
