# What is built on the parser: trees, events, pulled events, calls.
import io
import warnings
import xml.dom.minidom
import xml.dom.pulldom
import xml.etree.ElementTree as ET
import xml.sax
import xml.sax.saxutils
import xmlrpc.client

DOCUMENT = """<?xml version="1.0"?>
<!DOCTYPE shop [<!ENTITY who "Zo\xeb &amp; co">]>
<!-- stock -->
<shop xmlns="urn:shop" xmlns:x="urn:extra" name="&who;">
  <item x:id="1" price='2.50'>Apple<!-- red --></item>
  <item x:id="2" price="3"><![CDATA[<Pear>]]> &who;</item>
  <x:note/>tail
</shop>"""

tree = ET.fromstring(DOCUMENT)
print(tree.tag, tree.attrib, [(child.tag, child.attrib, child.text, child.tail) for child in tree])
print(ET.tostring(tree, "unicode"))
print(ET.tostring(tree, "us-ascii", xml_declaration=True))
print(tree.findall(".//{urn:shop}item[2]")[0].text, [item.get("price") for item in tree.iter("{urn:shop}item")])
print(ET.canonicalize(DOCUMENT, strip_text=True))
print([(event, str(getattr(what, "tag", what))[:20]) for event, what in ET.iterparse(
    io.StringIO(DOCUMENT), ["start", "end", "start-ns", "end-ns", "comment"])])
pull = ET.XMLPullParser(["end"])
for at in range(0, len(DOCUMENT), 40):
    pull.feed(DOCUMENT[at:at + 40])
    print([what.tag for _, what in pull.read_events()], end=" ")
print()
target = ET.XMLParser(target=ET.TreeBuilder(insert_comments=True, insert_pis=True))
target.feed("<a><!-- c --><?p i?><b/></a>")
copy = target.close()
ET.indent(copy)
print(ET.tostring(copy), ET.tostringlist(copy))
for wrong in "<a>", "<a>&x;</a>", "<a></b>", "":
    try:
        ET.fromstring(wrong)
    except ET.ParseError as error:
        print(error, error.code, error.position)

document = xml.dom.minidom.parseString(DOCUMENT.encode())
print(document.documentElement.getAttribute("name"), document.doctype.name, document.doctype.internalSubset)
print([node.nodeName for node in document.documentElement.childNodes])
print(document.toxml("utf-8"))
print(xml.dom.minidom.parseString("<a><b c='1'>t</b><d/></a>").toprettyxml(indent=" "))
element = document.getElementsByTagNameNS("urn:shop", "item")[1]
element.setAttribute("more", '<"&>')
print(element.toxml(), element.getAttributeNS("urn:extra", "id"))


class Handler(xml.sax.ContentHandler, xml.sax.handler.LexicalHandler):
    def __getattribute__(self, name):
        if name.startswith(("start", "end", "char", "comment", "processing", "skipped")):
            def told(*args):
                print(" ", name, [dict(arg) if hasattr(arg, "getNames") else arg for arg in args])
            return told
        return super().__getattribute__(name)


for namespaces in False, True:
    reader = xml.sax.make_parser()
    reader.setFeature(xml.sax.handler.feature_namespaces, namespaces)
    handler = Handler()
    reader.setContentHandler(handler)
    reader.setProperty(xml.sax.handler.property_lexical_handler, handler)
    reader.parse(io.BytesIO(DOCUMENT.encode()))
out = io.StringIO()
reader = xml.sax.make_parser()
reader.setContentHandler(xml.sax.saxutils.XMLGenerator(out, "utf-8", short_empty_elements=True))
for piece in "<a b='&lt;'", ">te", "xt<c/></a>":
    reader.feed(piece)
reader.close()
print(out.getvalue())
try:
    xml.sax.parseString(b"<a>\n <b></a>", xml.sax.ContentHandler())
except xml.sax.SAXParseException as error:
    print(error, error.getLineNumber(), error.getColumnNumber())

events = xml.dom.pulldom.parseString("<list><entry n='1'>one</entry><entry n='2'>two<i/></entry></list>")
for event, node in events:
    print(event, node.nodeName, end="; ")
    if event == "START_ELEMENT" and node.getAttribute("n") == "2":
        events.expandNode(node)
        print(node.toxml(), end="; ")
print()
call = xmlrpc.client.dumps((1, 2.5, "t\xe9xt <&>", True, [1, {"k": b"raw"}], None), "method", allow_none=True)
print(call)
print(xmlrpc.client.loads(call, use_builtin_types=True))
fault = xmlrpc.client.dumps(xmlrpc.client.Fault(4, "too many"))
try:
    xmlrpc.client.loads(fault)
except xmlrpc.client.Fault as error:
    print(error)
