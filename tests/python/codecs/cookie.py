# -*- coding: koi8-r -*-
# A source file in an encoding of the library's.
слово = "Привет"
print(ascii(слово), len(слово))


def функция(аргумент="ё"):
    return аргумент * 2


print(ascii(функция()), функция.__name__.encode("utf-8"))
print(b"\xd4".decode("koi8-r").encode("ascii", "namereplace"))
exec(b"# coding: cp1252\nprint(ascii('\x80'))")
for source in (b"# coding: no-such\n1", b"# coding: cp1251\n'\x98'", b"# coding: rot13\n1"):
    try:
        compile(source, "s.py", "exec")
    except SyntaxError as error:
        print(error.msg)
