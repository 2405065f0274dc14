# Namespaces: bindings, full names, defaults, what is reserved.
import pyexpat

DOCUMENTS = """
<a xmlns="u" xmlns:p="v" p:x="1" x="2"><p:b xmlns:p="w" p:y="3"/><c xmlns=""><d/></c></a>
<a xmlns:p="u" xmlns:q="u" p:x="1" q:x="2"/>
<p:a/>
<a p:x="1"/>
<a xmlns:p=""/>
<a xmlns:xml="u"/>
<a xmlns:xml="http://www.w3.org/XML/1998/namespace" xml:lang="e"/>
<a xmlns:xmlns="u"/>
<a xmlns:x="http://www.w3.org/XML/1998/namespace"/>
<a xmlns:x="http://www.w3.org/2000/xmlns/"/>
<a:b:c/>
<:a/>
<a b:="1"/>
<a xmlns="u!v"/>
<a xmlns="u v"/>
<!DOCTYPE a [<!ATTLIST a xmlns CDATA "dflt" xmlns:k CDATA "kk" k:z CDATA "zz">]><a><a xmlns="other" k:z="mine"/></a>
<x:a xmlns:x="u"></y:a>
<x:a xmlns:x="u" xmlns:y="u"></y:a>
<a xmlns:é="ü" é:b="c"><é:d/></a>
<a xmlns:p="u"><b xmlns:p="v"><p:c/></b><p:d/></a>
<a xmlns:a="x" xmlns:a="y"/>
<xml:a/>
<?a:b c?><a/>
<!DOCTYPE a [<!ENTITY x:y "z">]><b/>
"""
for document in DOCUMENTS.strip().split("\n"):
    print(document)
    for separator, prefixes in (" ", False), ("!", True), ("", False), (":", False), (None, False):
        parser = pyexpat.ParserCreate(namespace_separator=separator)
        parser.namespace_prefixes = prefixes
        told = []
        for name in "StartElement", "EndElement", "StartNamespaceDecl", "EndNamespaceDecl":
            setattr(parser, name + "Handler", lambda *args, name=name: told.append((name, *args)))
        try:
            parser.Parse(document, True)
        except pyexpat.ExpatError as error:
            told.append(str(error))
        print("   ", repr(separator), told)

# Bindings reach into external entities.
parser = pyexpat.ParserCreate(namespace_separator=" ")


def external(context, *ids):
    print(sorted(context.split("\f")), ids)
    parser.ExternalEntityParserCreate(context).Parse("<p:b p:c='1'/>", True)
    return 1


parser.ExternalEntityRefHandler = external
parser.StartElementHandler = print
parser.Parse('<!DOCTYPE a [<!ENTITY e SYSTEM "s">]><a xmlns="n" xmlns:p="m">&e;</a>', True)
