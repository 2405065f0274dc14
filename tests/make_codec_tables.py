"""Makes the tables of crates/vm/src/modules/multibyte/tables by asking CPython's own codecs.

Run by a developer, with CPython 3.14, when the tables are to change; the build only embeds what this wrote:

    python3.14 tests/make_codec_tables.py crates/vm/src/modules/multibyte/tables

A table is a grid of 128 rows (first byte 0x80..0xFF) by 256 columns (second byte) of code points. No codec begins a
sequence with 0x80, so row 0x80 says what single bytes are: a character, LEAD, THREE (the first of three bytes, the
others of which have a grid of their own) or NONE. Code points of plane 2, and pairs of characters, are numbers of side
lists, written as lone surrogates.

A file holds little-endian u16 units: the counts of three lists; the list of characters of plane 2 (without the plane);
the list of pairs; the list of what encoding does differently from the reversed grid (plane, character, code); then
records until the end: place in the grid, kind and count, data. Kinds: 0 the code points that follow, 1 a run of code
points from the one that follows, 2 nothing there. Records change the grid of the table's base. A code is the byte or
two bytes; the last two of three have the top bit of the second cleared.
"""

import struct
import sys

NONE, LEAD, THREE = 0xFFFF, 0xFFFE, 0xFFFD
SIDE, PAIR = 0xD800, 0xDF00
CELLS = 128 * 256

# Name of the table: its codec, prefix of sequences, base, whether the base is to be rearranged from EUC to Shift JIS,
# the table of the sequences of three bytes.
TABLES = {
    "gb2312": ("gb2312", b"", None, False, None),
    "gbk": ("gbk", b"", "gb2312", False, None),
    "gb18030": ("gb18030", b"", "gbk", False, None),
    "big5": ("big5", b"", None, False, None),
    "cp950": ("cp950", b"", "big5", False, None),
    "big5hkscs": ("big5hkscs", b"", "big5", False, None),
    "euc_kr": ("euc_kr", b"", None, False, None),
    "cp949": ("cp949", b"", "euc_kr", False, None),
    "johab": ("johab", b"", None, False, None),
    "jisx0212": ("euc_jp", b"\x8f", None, False, None),
    "euc_jp": ("euc_jp", b"", None, False, "jisx0212"),
    "jisx0213_2": ("euc_jis_2004", b"\x8f", "jisx0212", False, None),
    "euc_jis_2004": ("euc_jis_2004", b"", "euc_jp", False, "jisx0213_2"),
    "jisx0213_2_2000": ("euc_jisx0213", b"\x8f", "jisx0213_2", False, None),
    "euc_jisx0213": ("euc_jisx0213", b"", "euc_jis_2004", False, "jisx0213_2_2000"),
    "shift_jis": ("shift_jis", b"", "euc_jp", True, None),
    "cp932": ("cp932", b"", "shift_jis", False, None),
    "shift_jis_2004": ("shift_jis_2004", b"", "euc_jis_2004", True, None),
    "shift_jisx0213": ("shift_jisx0213", b"", "shift_jis_2004", False, None),
}


def decoded(codec, data):
    """The text of a sequence; NONE when it is illegal, LEAD when it is incomplete."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        return LEAD if error.reason.startswith("incomplete") else NONE


def ask_grid(codec, prefix):
    """Every cell of the grid: a string or a mark."""
    cells = [NONE] * CELLS
    for byte in range(256):
        cells[byte] = decoded(codec, prefix + bytes([byte]))
    if not prefix and cells[0x8F] == LEAD and decoded(codec, b"\x8f\xa1") == LEAD:
        cells[0x8F] = THREE
    for lead in range(0x81, 256):
        if cells[lead] != LEAD:
            continue
        for trail in range(256):
            found = decoded(codec, prefix + bytes([lead, trail]))
            cells[(lead - 0x80) * 256 + trail] = NONE if found == LEAD else found
    return cells


def shift_jis_place(place):
    """Where Shift JIS has what EUC has at `place`; None when it does not."""
    row, column = (place >> 8) + 0x80 - 0xA1, (place & 0xFF) - 0xA1
    if not (0 <= row < 94 and 0 <= column < 94):
        return None
    lead = 0x81 + row // 2
    lead += 0x40 if lead > 0x9F else 0
    trail = column + 0x9F if row % 2 else column + 0x40 + (column >= 63)
    return (lead - 0x80) * 256 + trail


def base_grid(values, shift_jis):
    if values is None:
        return list(range(128)) + [LEAD] * 128 + [NONE] * (CELLS - 256)
    if not shift_jis:
        return list(values)
    grid = base_grid(None, False)
    for place in range(256, CELLS):
        target = shift_jis_place(place)
        # What a base has in its side lists is not carried over: the lists are a table's own.
        if target is not None and not SIDE <= values[place] < 0xE000:
            grid[target] = values[place]
    return grid


def to_values(cells):
    """The grid as numbers, with its side lists."""
    side, pairs, values = [], [], []
    for cell in cells:
        if isinstance(cell, int):
            values.append(cell)
        elif len(cell) == 2:
            assert max(cell) <= "\uffff"
            values.append(PAIR + len(pairs))
            pairs.append((ord(cell[0]), ord(cell[1])))
        elif cell > "\uffff":
            assert ord(cell) >> 16 == 2
            values.append(SIDE + len(side))
            side.append(ord(cell) & 0xFFFF)
        else:
            (ch,) = cell
            assert ord(ch) < THREE and not SIDE <= ord(ch) < 0xE000
            values.append(ord(ch))
    assert SIDE + len(side) <= PAIR and PAIR + len(pairs) <= 0xE000
    return values, side, pairs


def records(base, values):
    out = []
    place = 0
    while place < CELLS:
        if base[place] == values[place] and not SIDE <= values[place] < 0xE000:
            place += 1
            continue
        value = values[place]
        run = 1
        while place + run < CELLS and values[place + run] == value + run and value != NONE and run < 0x3FFF:
            run += 1
        none = 0
        while place + none < CELLS and values[place + none] == NONE and none < 0x3FFF:
            none += 1
        if none > 2:
            out += [place, 2 << 14 | none]
            place += none
        elif run > 4:
            out += [place, 1 << 14 | run, value]
            place += run
        else:
            end = place
            while end < CELLS and end - place < 0x3FFF:
                same = all(base[at] == values[at] and not SIDE <= values[at] < 0xE000 for at in range(end, min(end + 4, CELLS)))
                row = all(at < CELLS and values[at] == values[end] + at - end for at in range(end, end + 6))
                empty = all(at < CELLS and values[at] == NONE for at in range(end, end + 4))
                if same or ((row or empty) and end > place):
                    break
                end += 1
            end = max(end, place + 1)
            out += [place, end - place] + values[place:end]
            place = end
    return out


def code_of(data):
    """The code of an encoded character; NONE for what rules make: sequences of four and eight bytes."""
    match len(data):
        case 1:
            return data[0]
        case 2:
            return data[0] << 8 | data[1]
        case 3:
            assert data[0] == 0x8F
            return data[1] << 8 | data[2] & 0x7F
    return NONE


def encoded(codec, text):
    try:
        return code_of(text.encode(codec))
    except UnicodeEncodeError:
        return NONE


def reversed_grid(grids, three):
    """What the reader of the tables makes of the grids: the first code of each character."""
    found = {}
    for place, cell in enumerate(grids):
        if isinstance(cell, str):
            found.setdefault(cell, place if place < 256 else 0x8000 + place)
    for place, cell in enumerate(three or []):
        if isinstance(cell, str) and place >= 256:
            found.setdefault(cell, (0x8000 + place) & 0xFF7F)
    return found


def encode_patches(codec, cells, three):
    found = reversed_grid(cells, three)
    patches = []
    for number in range(0x110000):
        if 0xD800 <= number < 0xE000 or 0x30000 <= number:
            continue
        code = encoded(codec, chr(number))
        if code != found.get(chr(number), NONE):
            patches += [number >> 16, number & 0xFFFF, code]
    for text, code in found.items():
        if len(text) == 2:
            assert encoded(codec, text) == code, (codec, text)
    return patches


def ranges(folder):
    """The four-byte sequences of GB 18030 for the basic plane: places where the character is not the next one."""
    out = []
    number = 0
    for lead in range(0x81, 0x85):
        for second in range(0x30, 0x3A):
            for third in range(0x81, 0xFF):
                for fourth in range(0x30, 0x3A):
                    found = decoded("gb18030", bytes([lead, second, third, fourth]))
                    value = ord(found) if isinstance(found, str) else NONE
                    follows = out and (out[-1][1] == value == NONE or value != NONE and out[-1][1] != NONE and value - out[-1][1] == number - out[-1][0])
                    if not follows:
                        out.append((number, value))
                    number += 1
    write(folder, "gb18030_four", [unit for pair in out for unit in pair])


def write(folder, name, units):
    with open(f"{folder}/{name}.bin", "wb") as file:
        file.write(struct.pack(f"<{len(units)}H", *units))
    print(name, 2 * len(units))


def main(folder):
    cells, values = {}, {}
    for name, (codec, prefix, base, shift_jis, three) in TABLES.items():
        cells[name] = ask_grid(codec, prefix)
        values[name], side, pairs = to_values(cells[name])
        patches = [] if prefix else encode_patches(codec, cells[name], cells.get(three))
        units = [len(side), len(pairs), len(patches) // 3] + side + [unit for pair in pairs for unit in pair] + patches
        units += records(base_grid(values.get(base), shift_jis), values[name])
        write(folder, name, units)
    ranges(folder)


if __name__ == "__main__":
    main(sys.argv[1])
