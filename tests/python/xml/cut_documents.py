# What handlers are told does not depend on where a document is cut.
import pyexpat

NAMES = [name for name in dir(pyexpat.ParserCreate()) if name.endswith("Handler") and "Default" not in name]


def events(pieces, places=False, **settings):
    parser = pyexpat.ParserCreate(settings.pop("encoding", None), settings.pop("separator", None))
    parser.SetReparseDeferralEnabled(False)
    parser.SetParamEntityParsing(settings.pop("entities", 0))
    parser.buffer_text = True
    told = []

    def install(name):
        def handler(*args):
            place = (parser.CurrentLineNumber, parser.CurrentColumnNumber, parser.CurrentByteIndex) if places else ()
            told.append((name[:-7], *args, *place))
            return 1
        setattr(parser, name, handler)

    for name in settings.pop("names", NAMES):
        install(name)
    for name, value in settings.items():
        setattr(parser, name, value)
    for piece in pieces:
        parser.Parse(piece)
    parser.Parse(b"", True)
    return told


DOCUMENT = """<?xml version='1.0' encoding='utf-8' standalone='no'?>
<!-- first --><!DOCTYPE root [
  <!ELEMENT root (a, b?, (c | d)*, (e+))>
  <!ELEMENT a (#PCDATA | b)*><!ELEMENT b EMPTY><!ELEMENT c ANY>
  <!ATTLIST root kind (x | y) "x" note NOTATION (n) #IMPLIED id ID #REQUIRED words NMTOKENS #FIXED ' p  q '>
  <!ENTITY e "text <b>bold</b> &#65;&f;"><!ENTITY f '&amp;\r\nend'>
  <!ENTITY % p "<!ENTITY g 'from p'>"> %p;
  <!NOTATION n PUBLIC "pub  lic" 'sys'><!ENTITY pic SYSTEM "pic.gif" NDATA n>
  <!ENTITY far PUBLIC "public" "far.xml">
  <?inside  of the doctype?>
]>
<root id = '1' été="&lt;é&#x1F600;&e2;"
  tab='a\tb'>t&e;&#x20ac; é€😀 <![CDATA[<raw> ]] ]>]]>]]&gt;\r\nnext\rline
  <empty/><empty x='1' y="2" />&far;&unknown;<?target data ?></root >
<!-- last -->
<?end?>
""".encode()

whole = events([DOCUMENT])
for event in whole:
    print(event)
print("with places:")
for event in events([DOCUMENT], places=True):
    print(event[0], *event[-3:])
different = [at for at in range(len(DOCUMENT)) if events([DOCUMENT[:at], DOCUMENT[at:]]) != whole]
print("cut in two:", different)
print("byte by byte:", events([DOCUMENT[at:at + 1] for at in range(len(DOCUMENT))]) == whole)
for size in 2, 3, 7, 64:
    print(size, events([DOCUMENT[at:at + size] for at in range(0, len(DOCUMENT), size)]) == whole)
few = ["StartElementHandler", "CharacterDataHandler", "EntityDeclHandler", "SkippedEntityHandler"]
for entities in range(3):
    print(entities, events([DOCUMENT], entities=entities, names=few)[-14:])
for handler in "DefaultHandler", "DefaultHandlerExpand":
    told = []
    events([DOCUMENT], names=["CharacterDataHandler", "StartElementHandler"], **{handler: told.append})
    print(handler, told)
print(events([b"<a b='1' c='2'><d e='3'/></a>"], ordered_attributes=True))
