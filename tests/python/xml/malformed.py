# What is wrong with a document, and where.
import pyexpat

DOCUMENTS = r"""
<a
<a>
</a>
<a></b>
<a b></a>
<a b=c/>
<a b="1" b="2"/>
<a b="1"c="2"/>
<a b="<"/>
<a/><b/>
<a/>text
text
<?xml version="1.0"?>
 <?xml version="1.0"?><a/>
<?xml version="1.0" encoding="nonsense"?><a/>
<?xml version="1.0" encoding="utf-16"?><a/>
<?xml version="1.0" standalone="maybe"?><a/>
<?xml encoding="utf-8"?><a/>
<?xml version=""?><a/>
<?xml version="2.0"?><a/>
<?XML version="1.0"?><a/>
<a><?xml version="1.0"?></a>
<a>&b;</a>
<a>&</a>
<a>&#;</a>
<a>&#0;</a>
<a>&#xD800;</a>
<a>&#1114112;</a>
<a>]]></a>
<a>]
<a><!-- -- --></a>
<a><!-- 
<a><![CDATA[x</a>
<a><![CDA[]]></a>
<a>\x01</a>
<a>\xff</a>
<a>\xe2\x82
<a>\xed\xa0\x80</a>
<a>\xef\xbf\xbf</a>
<a>\n\n  b\r\n\t</c></a>
<!DOCTYPE a
<!DOCTYPE a [<!ENTITY e "&e;">]><a>&e;</a>
<!DOCTYPE a [<!ENTITY e "<b>">]><a>&e;</a>
<!DOCTYPE a [<!ENTITY e SYSTEM "x" NDATA n>]><a>&e;</a>
<!DOCTYPE a [<!ENTITY e SYSTEM "x">]><a b="&e;"/>
<!DOCTYPE a [<!ENTITY % p "x"><!ENTITY e "%p;">]><a/>
<!DOCTYPE a PUBLIC "{" "x"><a/>
<!DOCTYPE a [<!ELEMENT a (b,c|d)>]><a/>
<!DOCTYPE a [<!FOO>]><a/>
<!DOCTYPE a [<!ATTLIST a b CDATA "<">]><a/>
<!DOCTYPE a><!DOCTYPE a><a/>
<1/>
<a.b:c d:e="1"/>
<?pi
<a><b c="d" e></b></a>
"""


def fault(pieces, separator=None):
    parser = pyexpat.ParserCreate(None, separator)
    parser.SetReparseDeferralEnabled(False)
    try:
        for piece in pieces:
            parser.Parse(piece)
        parser.Parse(b"", True)
    except pyexpat.ExpatError as error:
        assert parser.ErrorCode == error.code and pyexpat.ErrorString(error.code) in str(error)
        assert (parser.ErrorLineNumber, parser.ErrorColumnNumber) == (error.lineno, error.offset)
        return error.code, str(error), parser.ErrorByteIndex
    except LookupError as error:
        return str(error)
    return None


for line in DOCUMENTS.strip("\n").split("\n"):
    document = line.encode().decode("unicode_escape").encode("latin-1")
    whole = fault([document])
    pieces = [document[at:at + 1] for at in range(len(document))]
    print(line, whole, fault(pieces) == whole, fault([document], "|") == whole)
for code in range(-1, 46):
    message = pyexpat.ErrorString(code)
    assert code not in range(1, 45) or pyexpat.errors.codes[message] == code and pyexpat.errors.messages[code] == message
    print(code, message)
print(sorted(name for name in dir(pyexpat.errors) if name.startswith("XML")))
parser = pyexpat.ParserCreate()
for data in b"<a>", b"</b>", b"more":
    try:
        parser.Parse(data)
    except pyexpat.ExpatError as error:
        print(pyexpat.ErrorString(error.code), sorted(vars(error)))
