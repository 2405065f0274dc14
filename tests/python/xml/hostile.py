# Documents against a parser: deep, wide, growing without end.
import pyexpat
import xml.etree.ElementTree as ET


def run(document, **settings):
    parser = pyexpat.ParserCreate(namespace_separator=settings.pop("separator", None))
    counts = {"StartElement": 0, "CharacterData": 0, "EntityDecl": 0, "StartNamespaceDecl": 0}

    def install(name):
        def count(*args):
            counts[name] += 1
        setattr(parser, name + "Handler", count)

    for name in counts:
        install(name)
    for name, value in settings.items():
        getattr(parser, name)(value)
    try:
        parser.Parse(document, True)
        answer = "ok"
    except pyexpat.ExpatError as error:
        answer = str(error)
    print(answer, counts["StartElement"], counts["EntityDecl"], counts["StartNamespaceDecl"])


def laughs(levels, width):
    lines = ['<!ENTITY l0 "lol">'] + [f'<!ENTITY l{n} "{f"&l{n - 1};" * width}">' for n in range(1, levels)]
    return "<!DOCTYPE a [" + "".join(lines) + f"]><a>&l{levels - 1};</a>"


soon = {"SetBillionLaughsAttackProtectionActivationThreshold": 100_000}
run(laughs(10, 10), **soon)
run(laughs(10, 10).replace("<a>", "<a b='&l9;'>"), **soon)
run(laughs(3, 3))
run(laughs(4, 10), SetBillionLaughsAttackProtectionActivationThreshold=100,
    SetBillionLaughsAttackProtectionMaximumAmplification=2.0)
run("<!DOCTYPE a [" + "".join(f'<!ENTITY e{n} "&e{n + 1};">' for n in range(5000)) + '<!ENTITY e5000 "x">]><a b="&e0;">&e0;</a>')
run("<a>" * 100_000 + "</a>" * 100_000)
run("<a>" * 100_000)
run("<a xmlns:p='u'>" * 20_000 + "</a>" * 20_000, separator=" ")
run("<a b='" + "x" * 3_000_000 + "'/>")
run("<a " + " ".join(f"b{n}='{n}'" for n in range(20_000)) + "/>")
run("<a " + " ".join(f"b{n}='{n}'" for n in range(20_000)) + " b7=''/>")
run("<a " + " ".join(f"xmlns:b{n}='{n}' b{n}:c=''" for n in range(5_000)) + "/>", separator=" ")
run("<!DOCTYPE a [<!ELEMENT a " + "(" * 5000 + "b" + ")" * 5000 + ">]><a/>")
run("<!DOCTYPE a [" + "".join(f"<!ATTLIST a b{n} CDATA '{n}'>" for n in range(5000)) + "]><a/>")
run("<a>" + "&#65;]" * 100_000 + "</a>")
run("<!--" + "-x" * 500_000 + "--><a/>")
run("<a>" + "\r" * 200_000 + "</a>")
parser = pyexpat.ParserCreate()
for _ in range(20_000):
    parser.Parse("<a b='c'>text")
for _ in range(20_000):
    parser.Parse("</a>")
print(parser.Parse("", True), parser.CurrentByteIndex)
parser = pyexpat.ParserCreate()
for _ in range(30_000):
    parser.Parse("<" if _ == 0 else "x")
try:
    parser.Parse("", True)
except pyexpat.ExpatError as error:
    print(error)
tree = ET.fromstring("<a>" + "<b><c d='e'>text</c></b>" * 5_000 + "</a>")
print(len(tree), sum(1 for _ in tree.iter()))
