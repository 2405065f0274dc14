# Scanners, the native one and the one made of a lexicon; purge, escape, and what the module holds.
import re, _sre

s = re.compile('(a)|b').scanner('xabb')
print(s.match(), s.match(), type(s).__name__, s.pattern)
s = re.compile('(a)|b').scanner('xabb')
print(s.search(), s.search(), s.match(), s.match(), s.search())
s = re.compile('b*').scanner('abb', 1)
print([s.match(), s.match(), s.match()])
s = re.compile('').scanner('ab', 0, 1)
print([s.search(), s.search(), s.search()])

scanner = re.Scanner([
    (r'[a-zA-Z_]\w*', lambda scanner, token: ('name', token)),
    (r'\d+\.\d*', lambda scanner, token: float(token)),
    (r'\d+', lambda scanner, token: int(token)),
    (r'=|\+|-|\*|/', lambda scanner, token: 'op' + token),
    (r'\s+', None),
])
print(scanner.scan('sum = 3*foo + 312.50+bar'), scanner.scan('a ! b'))

print(re.escape('a.b*c-d é_\n'), re.escape(''), re.escape('~#&'))
re.purge()
print(_sre.MAGIC, _sre.CODESIZE, _sre.MAXREPEAT, _sre.MAXGROUPS, _sre.getcodesize())
print(_sre.ascii_tolower(65), _sre.ascii_tolower(0xC9), _sre.unicode_tolower(0xC9), _sre.unicode_tolower(0x130), _sre.ascii_iscased(0x5B),
      _sre.unicode_iscased(0x1C5), _sre.unicode_iscased(0x31), _sre.ascii_iscased(0x61))
for code in [[1], [2, 1], [0, 1], [], [2], [16, 1], [16], [6, 99, 1], [17, 2, 1], [15, 1, 1], [24, 5, 0, 1, 2, 1], [24, 5, 1, 0, 2, 1, 1],
             [24, 5, 0, 1, 2, 1, 1], [7, 3, 15, 2, 0, 1], [7, 5, 16, 97, 15, 2, 0, 1], [13, 4, 16, 97, 0, 1], [13, 3, 16, 97, 1], [13, 9, 1],
             [23, 5, 0, 1, 2, 18, 1], [23, 4, 0, 1, 2, 18, 1], [4, 2, 0, 1, 1], [4, 3, 0, 1, 1], [4, 1, 0, 1], [27, 2, 1, 1], [11, 0, 1], [12, 0, 3, 2, 1],
             [10, 255, 1], [13, 4, 10, 1, 0, 1], [14, 3, 0, 1], [14, 99, 1], [1 << 31, 1], [18, 1], [43, 1]]:
    try:
        print(code, _sre.compile('', 0, code, 0, {}, ()).match('a'))
    except RuntimeError as error:
        print(code, error)
for arguments in [('a', 0, [-1], 0, {}, ()), ('a', 0, [1 << 40], 0, {}, ()), ('a', 0, (1,), 0, {}, ()), ('a', 0, [1], 0, [], ())]:
    try:
        _sre.compile(*arguments)
    except (OverflowError, TypeError) as error:
        print(error)
