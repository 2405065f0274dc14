# Entities, defaults of attributes, external subsets.
import pyexpat

FILES = {
    "sub.dtd": b"""<?xml version="1.0" encoding="utf-8"?><!ENTITY x "X"><![INCLUDE[<!ENTITY y "Y">]]><![IGNORE[<!ENTITY y "N"
        ><![x[ ]]> ]]><!ENTITY % q SYSTEM "more.ent">%q;<!ENTITY % r "<!ENTITY w 'W'>">%r;""",
    "more.ent": b'<!ENTITY more "M"><!ATTLIST a z CDATA "zz">',
    "text.ent": b'\xef\xbb\xbf<?xml encoding="utf-8"?>text<g>&x;</g>&other;',
    "other.ent": b"other",
    "open.ent": b"<g>",
    "close.ent": b"</a>",
    "cut.dtd": b'<![INCLUDE[<!ENTITY i "I">',
    "wide.ent": '<?xml version="1.0" encoding="utf-16"?>\u20ac'.encode("utf-16"),
    "narrow.ent": b'<?xml encoding="latin-1"?>\xe9',
    "values.dtd": b"""<!ENTITY % v SYSTEM "other.ent"><!ENTITY % u "in%v;ner"><!ENTITY value "a%v;b%u;c">
        <!ENTITY % k "CDATA"><!ATTLIST a q %k; "d"><!ENTITY % m "(b)"><!ELEMENT a %m;>""",
    "self.ent": b"&self;",
}


def run(document, entities=2, answer=1, **settings):
    parser = pyexpat.ParserCreate()
    parser.SetParamEntityParsing(entities)
    told = []

    def external(context, base, system, public):
        told.append(("external", context and sorted(context.split("\f")), base, system, public))
        if system in FILES and answer:
            parser_stack.append(parser_stack[-1].ExternalEntityParserCreate(context))
            parser_stack[-1].Parse(FILES[system], True)
            parser_stack.pop()
        return answer

    parser_stack = [parser]
    for name in "StartElement CharacterData EntityDecl ElementDecl AttlistDecl SkippedEntity StartDoctypeDecl".split():
        setattr(parser, name + "Handler", lambda *args, name=name: told.append((name, *args)))
    parser.ExternalEntityRefHandler = external
    parser.SetBase("base")
    for name, value in settings.items():
        setattr(parser, name, value)
    try:
        parser.Parse(document, True)
    except pyexpat.ExpatError as error:
        told.append(str(error))
    print(repr(document), entities)
    for event in told:
        print("   ", event)


for entities in range(3):
    run('<!DOCTYPE a SYSTEM "sub.dtd" [<!ENTITY text SYSTEM "text.ent"><!ENTITY other SYSTEM "other.ent">]>'
        '<a>&text;&x;&y;&more;&w;</a>', entities)
    run('<?xml version="1.0" standalone="yes"?><!DOCTYPE a PUBLIC " p  q " "sub.dtd"><a>&x;</a>', entities)
run('<!DOCTYPE a [<!ENTITY % p SYSTEM "more.ent">%p;<!ENTITY late "L">]><a>&more;&late;&none;</a>')
run('<!DOCTYPE a [<!ENTITY % p SYSTEM "missing">%p;<!ENTITY late "L">]><a>&late;</a>')
for name in "open", "close", "wide", "narrow", "self":
    run(f'<!DOCTYPE a [<!ENTITY {name} SYSTEM "{name}.ent">]><a>&{name};</a>')
for name in "cut", "values":
    run(f'<!DOCTYPE a SYSTEM "{name}.dtd"><a>&value;</a>')
run('<!DOCTYPE a [<!ENTITY e SYSTEM "other.ent">]><a>&e;</a>', answer=0)
run('<!DOCTYPE a [<!ENTITY % p "<!ENTITY % q \'<!ENTITY r &#34;R&#34;>\'>%q;">%p;]><a>&r;</a>')
run('<!DOCTYPE a [<!ENTITY % p "<!ENTITY">%p; x "y">]><a/>')
run('<!DOCTYPE a [<!ENTITY % p "%p;">%p;]><a/>')
run('<!DOCTYPE a [<!ENTITY e "1&f;2"><!ENTITY f "<b>&g;</b>"><!ENTITY g "g&#10;\r\nx&#13;y">]><a x="&g; &e2;">&f;</a>')
run('<!DOCTYPE a [<!ENTITY e "1&f;2"><!ENTITY f "<b>&g;</b>"><!ENTITY g "g&#10;\r\nx&#13;y">]><a x="&g;">&e;&f;</a>')
run('<!DOCTYPE a [<!ENTITY e "&f;"><!ENTITY f "&e;">]><a x="&e;"/>')
run('<!DOCTYPE a [<!ATTLIST a n NMTOKENS #IMPLIED c CDATA #IMPLIED><!ENTITY sp " &#32; ">]>'
    '<a n="  x \t y&#32;&#32;z&sp; " c="  x \t y&#32;&#9;z\r\n "/>')
run('<!DOCTYPE a [<!ATTLIST a b CDATA "1" c CDATA #IMPLIED><!ATTLIST a b CDATA "2" c CDATA "3" d ID "4">]><a d="5"/>')
run('<!DOCTYPE a [<!ATTLIST a b CDATA "1">]><a c="2"/>', specified_attributes=True)
run('<!DOCTYPE a [<!ENTITY lt "x"><!ENTITY e "first"><!ENTITY e "second">]><a>&lt;&e;</a>')
parser = pyexpat.ParserCreate()
parser.SetParamEntityParsing(pyexpat.XML_PARAM_ENTITY_PARSING_ALWAYS)
parser.UseForeignDTD(True)
parser.ExternalEntityRefHandler = lambda *args: print("foreign", args) or 1
parser.StartElementHandler = print
parser.Parse("<a/>", True)
try:
    parser = pyexpat.ParserCreate()
    parser.Parse("<a>")
    parser.UseForeignDTD()
except pyexpat.ExpatError as error:
    print(error)
