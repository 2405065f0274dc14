# The parser's own interface: attributes, arguments, what handlers may do, what comes of it when they raise.
import io
import pyexpat
import xml.parsers.expat
from xml.parsers.expat import errors, model

print(xml.parsers.expat.ExpatError is pyexpat.error, pyexpat.error, pyexpat.XMLParserType, pyexpat.native_encoding)
print(errors.XML_ERROR_SYNTAX, {name: value for name, value in vars(model).items() if name.startswith("XML")})


def attempt(what, *args):
    try:
        print("ok", what(*args))
    except Exception as error:
        print(type(error).__name__, error, getattr(error, "code", None))


parser = pyexpat.ParserCreate()
print([name for name in dir(parser) if not name.startswith("__")])
print(parser.buffer_text, parser.buffer_size, parser.buffer_used, parser.ordered_attributes, parser.specified_attributes,
      parser.namespace_prefixes, parser.intern, parser.ErrorCode, parser.ErrorLineNumber, parser.ErrorColumnNumber,
      parser.ErrorByteIndex, parser.CurrentByteIndex)
for size in 0, -1, "x", 1 << 40, 1 << 80, 100:
    attempt(setattr, parser, "buffer_size", size)
for name in "buffer_size", "buffer_text", "StartElementHandler", "ordered_attributes":
    attempt(delattr, parser, name)
attempt(setattr, parser, "other", 1)
attempt(setattr, parser, "ErrorCode", 1)
for arguments in (5,), ("utf-8", "xx"), ("utf-8", 5), (None, None, 5), (None, "", None):
    attempt(lambda: type(pyexpat.ParserCreate(*arguments)))
attempt(pyexpat.ParserCreate(intern=None).Parse, "<a/>", True)
for call in (parser.Parse,), (parser.Parse, 5), (parser.Parse, b"", False, 3), (parser.SetBase, 5), (parser.GetBase,), (
        parser.SetBase, "here"), (parser.GetBase,), (parser.SetParamEntityParsing, 2), (parser.SetParamEntityParsing, "x"), (
        parser.UseForeignDTD,), (parser.GetReparseDeferralEnabled,), (parser.SetReparseDeferralEnabled, 0), (
        parser.GetReparseDeferralEnabled,), (parser.GetInputContext,), (parser.ParseFile, 5), (
        parser.ExternalEntityParserCreate, 5), (parser.ExternalEntityParserCreate, "", 5), (type(parser),):
    attempt(*call)
for name in dir(parser):
    if name.startswith(("SetBillion", "SetAlloc")):
        for value in 1, 0, -1, 0.5, float("nan"), "x", 1 << 70:
            attempt(getattr(parser, name), value)
        attempt(getattr(pyexpat.ParserCreate().ExternalEntityParserCreate(None), name), 5)


class Reader:
    def __init__(self, answer):
        self.answer = answer

    def read(self, size):
        return self.answer(size)


attempt(parser.ParseFile, Reader(lambda size: "x"))
attempt(parser.ParseFile, Reader(lambda size: b"x" * (size + 1)))
parser = pyexpat.ParserCreate()
parser.StartElementHandler = print
attempt(parser.ParseFile, io.BytesIO(b"<a>" + b"<b/>" * 3 + b"</a>"))
attempt(parser.Parse, b"", True)
for data in bytearray(b"<a/>"), memoryview(b"<a/>"), "<a>\u20ac</a>", '<?xml version="1.0" encoding="utf-16"?><a/>':
    attempt(pyexpat.ParserCreate().Parse, data, True)

# One string for equal names.
names = []
parser = pyexpat.ParserCreate(intern={"b": "B"})
parser.StartElementHandler = lambda name, attributes: names.append((name, attributes))
parser.Parse("<a><b c='1'/><c b='2'/><c b='3'/></a>", True)
print(names, names[2][0] is names[3][0], sorted(parser.intern))

# Buffered text.
parser = pyexpat.ParserCreate()
parser.buffer_text = True
parser.buffer_size = 5
texts = []
parser.CharacterDataHandler = texts.append
parser.Parse("<a>1&amp;2<b/>3\n4\n5\n6\n7")
print(texts, parser.buffer_used)
parser.Parse("longer than that</a>", True)
print(texts)
parser = pyexpat.ParserCreate()
parser.buffer_text = True
parser.CharacterDataHandler = lambda text: print("text", text)
parser.EndElementHandler = lambda name: setattr(parser, "CharacterDataHandler", None)
parser.DefaultHandler = lambda text: print("default", text)
parser.Parse("<a>1<b/>2<c/>3</a>", True)


# What a handler raises comes out; handlers are gone then.
def fail(*args):
    raise ZeroDivisionError([sorted(arg.split("\f")) if isinstance(arg, str) else arg for arg in args])


for name in [name for name in dir(parser) if name.endswith("Handler")]:
    parser = pyexpat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = print
    setattr(parser, name, fail)
    attempt(parser.Parse, "<?xml version='1.0'?><!DOCTYPE a SYSTEM 's' [<!ELEMENT a ANY><!ATTLIST a b CDATA #IMPLIED>"
            "<!ENTITY e SYSTEM 'x'><!NOTATION n SYSTEM 'n'><!ENTITY u SYSTEM 'u' NDATA n><!ENTITY i 'i'>]><!-- --><?p i?>"
            "<a xmlns='n'>t<![CDATA[c]]>&e;&i;&unknown;</a>")
    print(name, getattr(parser, name), parser.StartElementHandler)
    attempt(parser.Parse, "", True)
for answer in None, "x", 0, 1:
    parser = pyexpat.ParserCreate()
    parser.NotStandaloneHandler = lambda: answer
    attempt(parser.Parse, "<!DOCTYPE a SYSTEM 's'><a/>", True)

# No way back in.
parser = pyexpat.ParserCreate()
attempts = []


def again(*args):
    for call in (parser.Parse, b"<b/>"), (parser.Parse, b"", True), (parser.ParseFile, io.BytesIO(b"<b/>")):
        attempt(*call)
    attempt(parser.GetInputContext)


parser.StartElementHandler = again
attempt(parser.Parse, b"<a><c/></a>", True)

# A token that was cut waits for more.
for defers in True, False:
    parser = pyexpat.ParserCreate()
    parser.SetReparseDeferralEnabled(defers)
    names = []
    parser.StartElementHandler = lambda name, attributes: names.append(name)
    seen = []
    for piece in "<document ", "with='", "a", "'>", "<b/>", "<c/>", "<c/>":
        parser.Parse(piece)
        seen.append(list(names))
    print(defers, seen)
