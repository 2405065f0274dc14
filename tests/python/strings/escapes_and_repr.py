# str: escapes in literals, raw strings, repr and ascii of everything odd.
print("tab\there", "nl\\n", "quote\"s", 'it\'s', "oct\101\7x", "hex\x41", "uni\u0041\U00000041", "\N{SNAKE} \N{LATIN SMALL LETTER E WITH ACUTE}", "back\\slash", "line \
continued", sep="|")
print(r"raw \n \' stays", R"\x41", rb"\n", Rb"\x", "" r"\d" "\x41")
for s in ("", "a", "'", '"', "'\"", "\\", "\n\r\t", "\0\x01\x1f\x7f", "\x80\x9f\xa0\xad", "é", "\u0300", "\u2028", "蛇", "\ud800", "\udfff", "🐍", "\U000e0001", "\uffff", "\ue000", "a'b\"c", "\x1b[0m", "\u200b", "\ufeff", "\u0378"):
    print(repr(s), ascii(s), len(s), eval(repr(s)) == s, eval(ascii(s)) == s)
print("""triple
"quoted" 'string'""", '''other ""
kind''', """ends with \"""", sep="|")
print(["it's", 'say "x"', "both ' and \""], {"k\n": "v\t"}, ("\\",))
print(len("\x00abc"), "a\0b"[1] == "\x00", "\r\n" == "\u000d\u000a", "\a\b\f\v" == "\x07\x08\x0c\x0b", "\1234" == "S4", "\18" == "\x018", "\377" == "ÿ", "\x41b" == "Ab")
print("a" "b"
      "c", ("x"
            "y"), f"f" "plain" rf"\{1}")
print("\N{GREEK SMALL LETTER ALPHA}\N{DIGIT ONE}\N{BULLET}", "\N{snake}", "\N{HANGUL SYLLABLE GAG}", "\N{CJK UNIFIED IDEOGRAPH-86C7}", "\N{LF}" == "\n", "\N{NO-BREAK SPACE}" == "\xa0")
print(repr(b"\x00\xff'\"\\\n"), b"a\
b", b"\101\x41", br"\x41", b"" b"a" b"b", bytes(range(256)).__repr__()[:60])
s = "".join(map(chr, range(0x80)))
print(repr(s) == ascii(s), len(repr(s)), len(ascii("".join(map(chr, range(0x100, 0x200))))))
print(str(["é", "\x00"]), "%r %a" % ("é", "é"), f"{'é'!r} {'é'!a}", repr("x" * 50)[-5:])
