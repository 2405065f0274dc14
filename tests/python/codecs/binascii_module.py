# binascii: every function, tolerant and strict.
import base64
import binascii
import secrets

data = bytes(range(256))
for length in range(6):
    text = binascii.b2a_base64(data[250 - length:250])
    print(text, binascii.a2b_base64(text), binascii.b2a_base64(data[:length], newline=False))
for strict in (False, True):
    for text in (b"", b"=", b"a", b"ab", b"ab=", b"ab==", b"ab===", b"abc=", b"abcd=", b"ab=c", b"ab=c=", b"ab==c", b"a\nbcd",
                 b"abcde", b"a=b=", b"=abcd", b"abc=d", b"\xffabcd", "YWJj"):
        try:
            print(strict, text, binascii.a2b_base64(text, strict_mode=strict))
        except binascii.Error as error:
            print(strict, text, error)
print(binascii.hexlify(data[5:12], "-"), binascii.b2a_hex(data[5:12], b":", 3), binascii.hexlify(data[5:12], "_", bytes_per_sep=-2))
print(binascii.unhexlify("00fFa1"), binascii.a2b_hex(b"0a"))
print(hex(binascii.crc32(data)), hex(binascii.crc32(data[100:], binascii.crc32(data[:100]))), binascii.crc_hqx(data, 5),
      binascii.crc32(b"abc", 2**40 + 7), binascii.crc32(b"", -1))
for length in (0, 1, 2, 3, 45):
    line = binascii.b2a_uu(data[:length], backtick=length == 2)
    print(line, binascii.a2b_uu(line) == data[:length])
print(binascii.a2b_uu(b"#86)C"), binascii.a2b_uu(b"#"), binascii.a2b_uu(b"\x20`\n"))
mail = b"Hello = w\xf6rld \nsecond_line\t\n." + b"x" * 80 + b"\r\n  trailing "
for options in ({}, {"quotetabs": True}, {"istext": False}, {"header": True}):
    text = binascii.b2a_qp(mail, **options)
    print(text, binascii.a2b_qp(text, header="header" in options) == mail)
print(binascii.b2a_qp(b"a\r\n.\nb c\n"), binascii.a2b_qp(b"a=\r\nb==c=4G=41=", header=True), binascii.a2b_qp("x_y=", True))
for call in (lambda: binascii.unhexlify(b"abc"), lambda: binascii.unhexlify("zz"), lambda: binascii.unhexlify("é"),
             lambda: binascii.a2b_base64(1), lambda: binascii.hexlify("a"), lambda: binascii.hexlify(b"ab", "::"),
             lambda: binascii.b2a_uu(b"a" * 46), lambda: binascii.a2b_uu(b""), lambda: binascii.a2b_uu(b"#\x7f"),
             lambda: binascii.a2b_uu(b"!86)Cxx"), lambda: binascii.crc32("a"), lambda: binascii.crc_hqx(b""),
             lambda: binascii.crc32(b"a", "b")):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
print(binascii.Error.__mro__[1].__name__, binascii.Incomplete.__mro__[1].__name__, binascii.Error)
print(base64.b32encode(b"hello"), base64.b85encode(b"hello"), base64.urlsafe_b64encode(b"\xff\xfe"), len(secrets.token_hex(8)))
