text = "The quick Brown fox, naïve café \u20ac \U0001f600 " * 3
print(text.upper()[:20], text.title()[:20], text.swapcase()[:10], text.casefold()[:9], text.replace("quick", "slow")[:20])
print(text.split()[:4], text.rsplit(" ", 2)[-1:], text.partition(","), "-".join(text[:9]), text.encode("utf-8")[-9:])
print(text.translate({ord("T"): "<T>", ord("e"): None})[:20], text[::-1][:9], text.count("o"), text.find("fox"))
print(text.center(200, "*")[:12], text.expandtabs()[:5], text.strip(" T")[:9], text.splitlines()[0][:4], "a\nb\r\nc".splitlines(True))
print("".join(chr(x) for x in range(0x3B1, 0x3C0)), ascii(text)[-30:], repr("\x00\n'\""), "ß".upper(), "x".zfill(5), "ab" in text)
print(str.maketrans("ab", "xy"), "a,b".removeprefix("a"), text.isidentifier(), "%s" % text[4:9], text * 2 == text + text)
accumulated = ""
for number in range(100):
    accumulated += str(number)
print(len(accumulated), accumulated[-5:], sorted(set(accumulated)))
