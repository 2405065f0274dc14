# str: upper, lower, title, capitalize, swapcase, casefold, with Unicode special cases.
for s in ("hello World", "ÄÖÜ straße", "ǆ ǅ Ǆ", "ﬁ ﬀ", "İstanbul ı", "ΑΣ ΑΣΑ Σ", "they're bill's 3rd", "ŉ ǰ", "", "123 abc", "ÿ µ", "𐐀𐐨", "HELLO"):
    print(repr(s), s.upper(), s.lower(), s.title(), s.capitalize(), s.swapcase(), s.casefold(), [len(x) for x in (s, s.upper(), s.lower(), s.casefold())])
print("Straße".casefold() == "STRASSE".casefold(), "ß".upper(), "ẞ".lower(), "ß".title(), "ß".capitalize(), "ﬃ".upper(), "ΌΣΟΣ".lower(), "Σ".lower(), "aΣ".lower(), "aΣb".lower(), "İ".lower() == "i\u0307", "i\u0307".upper())
print("a b\tc\nd-e_f".title(), "x1y2z".title(), "o'neil".title(), "ǆabc".title(), "ABC".swapcase().swapcase(), "éÉ".swapcase())
for s in ("abc", "ABC", "Abc", "aBC", "", "1", "a1", "A1", "Ab Cd", "ab cd", "AB CD", "Ab cD", "ß", "ẞ", "ǅ", "蛇", "a蛇", "Ⅷ", "ⅷ"):
    print(repr(s), "lower" if s.islower() else "-", "upper" if s.isupper() else "-", "title" if s.istitle() else "-")
print([c.upper() for c in "äöüßéñ"], [c.lower() for c in "ÄÖÜÉÑ"], "".join(c.upper() if i % 2 else c.lower() for i, c in enumerate("Pitviper")))
lower = "".join(chr(i) for i in range(97, 123))
print(lower.upper(), lower.upper().lower() == lower, lower.title(), lower.capitalize(), (lower * 10).upper() == lower.upper() * 10)
print(sum(chr(i).upper() != chr(i) for i in range(0x250)), sum(chr(i).lower() != chr(i) for i in range(0x250)), [hex(i) for i in range(0x250) if len(chr(i).upper()) > 1])
