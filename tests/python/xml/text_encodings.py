# Encodings: declared, detected, asked for, and Python's.
import pyexpat

BODY = '<a b="\xe9\u20ac">\xe9\u20ac\xdf</a>'


def events(pieces, encoding=None):
    parser = pyexpat.ParserCreate(encoding)
    parser.SetReparseDeferralEnabled(False)
    told = []
    for name in "StartElement", "CharacterData", "XmlDecl":
        setattr(parser, name + "Handler", lambda *args: told.append((*args, parser.CurrentByteIndex)))
    try:
        for piece in pieces:
            parser.Parse(piece)
        parser.Parse(b"", True)
    except (pyexpat.ExpatError, LookupError, ValueError) as error:
        told.append(str(error))
    return told


for encoding in "utf-8 latin-1 ISO-8859-15 cp1252 us-ascii utf-16 utf-16-le utf-16-be koi8-r cp037 utf-7 nonsense".split():
    for declared in None, encoding, "utf-8", "ISO-8859-1", "UTF-16", "us-ascii":
        for asked in None, encoding:
            head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
            try:
                data = (head + BODY).encode(encoding, "replace")
            except LookupError:
                data = head.encode() + b"<a/>"
            whole = events([data], asked)
            cut = events([data[at:at + 1] for at in range(len(data))], asked)
            print(encoding, declared, asked, whole, cut[-1] == whole[-1])
for data in (b"\xfe\xff\x00<\x00a\x00/\x00>\x00", b"\xff\xfe<\x00a\x00>\x00\x00\xd8", b"\xff\xfe<\x00a\x00>\x00\x00\xd8x\x00",
             b"\xff\xfe<\x00a\x00>\x00\x00\xdc", b"\xff\xfe<\x00", b"\xff", b"<\x00", b"\x00<\x00a", b"\xef\xbb",
             b"\xef\xbb\xbf<a></b>"):
    print(data, events([data]))
for encoding in "utf-8", "latin-1", "utf-16", "cp1252":
    parser = pyexpat.ParserCreate()
    parser.StartElementHandler = lambda *args: print(encoding, args, parser.GetInputContext(), parser.CurrentByteIndex)
    parser.Parse(f'<?xml version="1.0" encoding="{encoding}"?><a>\xe9<b/></a>'.encode(encoding), True)
    print(parser.GetInputContext())
# Text that was converted comes in pieces.
parser = pyexpat.ParserCreate()
parser.CharacterDataHandler = lambda text: print(len(text))
parser.Parse(b'<?xml version="1.0" encoding="latin-1"?><a>' + b"x" * 1500 + b"\xe9" * 800 + b"</a>", True)
