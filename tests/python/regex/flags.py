# Flags: for the whole, in the pattern, for a part.
import re

for pattern, text, flags in [
        ('abc', 'ABC', re.I), ('[a-c]+', 'AbC', re.I), ('[^a]', 'A', re.I), ('(?i)x', 'X', 0), ('(?i:x)y', 'Xy', 0),
        ('(?i:x)y', 'XY', 0), ('(?-i:x)y', 'xY', re.I), ('(?-i:x)y', 'XY', re.I), ('.', '\n', 0), ('.', '\n', re.S),
        ('(?s:.).', '\n\n', 0), ('a b # c', 'ab', re.X), ('a\\ b', 'a b', re.X), ('[ #]', '#', re.X),
        (r'\w', 'é', 0), (r'\w', 'é', re.A), (r'\d', '٣', 0), (r'\d', '٣', re.A), (r'\s', '\u2003', 0),
        (r'\s', '\u2003', re.A), ('(?a:\\w)\\w', 'éé', 0), ('(?a:\\w)\\w', 'eé', 0), ('é', 'É', re.I),
        ('é', 'É', re.I | re.A), ('e', 'E', re.I | re.A), (r'\W', '_', 0), (r'[\W\d]', '5', 0), (r'[^\W\d_]+', 'aé1', 0),
        (r'\S+', 'a\x1cb', 0), (r'\S+', 'a\x1cb', re.A)]:
    print(pattern, repr(text), flags, re.match(pattern, text, flags))

print(re.compile('a', re.I | re.M), re.compile('(?x) a'), re.compile(b'a', re.L), re.compile('a', re.A).flags)
print(re.compile('a').flags, re.compile('(?im)a').flags, re.compile(b'a').flags, re.compile('a', re.U))
print(re.I | re.X, re.RegexFlag(0), re.NOFLAG, re.compile('a', re.RegexFlag.DOTALL).flags)
for bad in ['a(?i)', '(?iu-x:a)', '(?L)a', '(?-a:x)', '(?au)x', '(?i', '(?z)', '(?i-i:x)', '(?-:x)']:
    try:
        re.compile(bad)
    except re.error as error:
        print(bad, error)
for pattern, flags in [('a', re.L), ('a', re.A | re.U), (b'a', re.U), (re.compile('a'), re.I)]:
    try:
        re.compile(pattern, flags)
    except ValueError as error:
        print(error)
print(re.match(rb'[^bc]', b'B', re.I | re.L), re.match(rb'[bc]', b'B', re.I | re.L), re.match(rb'\xe9', b'\xc9', re.I | re.L))
print(re.match(rb'(\w)\1', b'aA', re.I | re.L), re.match(rb'[^b]', b'B', re.I | re.L), re.match(b'\\b\\w\\B', b'ab', re.L))
