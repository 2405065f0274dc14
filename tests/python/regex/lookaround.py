# Lookahead, lookbehind, anchors, word boundaries.
import re

def show(pattern, *texts, flags=0):
    for text in texts:
        print(f'{pattern!r:22} {text!r:12}', [(m.span(), *m.groups()) for m in re.finditer(pattern, text, flags)])

show(r'a(?=b)', 'abac')
show(r'a(?!b)', 'abac')
show(r'(?<=a)b', 'abcb')
show(r'(?<!a)b', 'abcb', 'b')
show(r'(?<=ab|cd)e', 'abecdee')
show(r'(?<=(a))(b)', 'ab')
show(r'(?=(a+))', 'aab')
show(r'(?=(a+))a*b\1', 'baaabac')
show(r'(?!(a)b)\w', 'abac')
show(r'(?=.*\d)(?=.*[a-z])\w+', 'abc 1a2 33')
show(r'(?<=^)a|a(?=$)', 'aba')
show(r'(?<!\w)\w+', 'ab cd')
show(r'(?:(?=(\w))\w)+', 'abc')
show(r'(?:(?!ab).)*', 'xxabx')
show(r'(?<=a{3})b', 'aab aaab')
show(r'(?<=\b)x', 'x ax x')
show(r'^', 'a\nb\n')
show(r'^', 'a\nb\n', flags=re.M)
show(r'$', 'a\nb\n')
show(r'$', 'a\nb\n', flags=re.M)
show(r'\A.|.\Z', 'a\nb', flags=re.M)
show(r'^\w|\w$', 'ab\ncd\n', flags=re.M)
show(r'\b', 'ab, c')
show(r'\B', 'ab, c', '')
show(r'\bé\w*\b', 'été é')
show(r'\b', 'é', flags=re.A)
# A lookaround sees beyond pos, not beyond endpos; '^' means the real beginning.
p = re.compile(r'(?<=a)b(?=c)|^b|\bb')
print(p.search('abc', 1), p.search('abc', 1, 2), p.match('xb', 1), re.compile('^b').match('ab', 1))
print(re.compile('b$').match('abc', 1, 2), re.compile('a').match('abc', 2, 1), re.compile('').search('abc', 2, 1))
for bad in ['(?<=a*)b', '(?<!a|bc)', '(?<=a+)']:
    try:
        re.compile(bad)
    except re.error as error:
        print(error)
