# split, findall, finditer, and where empty matches are.
import re

for pattern, text in [(',', 'a,b,,c'), ('(,)', 'a,b'), ('x*', 'axbc'), ('', 'ab'), (r'\b', 'ab cd'), ('(a)|(b)', 'xaybz'),
                      ('[;,]\\s*', 'a; b,c;'), ('(?=b)', 'abab'), ('z', ''), ('', ''), ('(-)?', 'a-b')]:
    print(pattern, re.split(pattern, text), re.findall(pattern, text), [m.span() for m in re.finditer(pattern, text)])
print(re.split(',', 'a,b,c,d', maxsplit=2), re.split(',', 'a,b', maxsplit=-1), re.split('(,)', 'a,b,c', maxsplit=1))
print(re.findall('(a)(b)?', 'abaa'), re.findall('(?:a)(b)?', 'aba'), re.findall('a|(b)', 'ab'))
p = re.compile('a.')
print(p.findall('abacad', 2), p.findall('abacad', 1, 5), p.findall('abacad', -5), p.findall('ab', 5), p.findall('abac', pos=2, endpos=3))
print([m.group() for m in p.finditer('abacad', 2)], p.split('1ab2ac3'), p.split('xab', 1), p.findall(string='ab'))
matches = re.finditer('a', 'aa')
print(type(matches).__name__, iter(matches) is matches, next(matches).span(), next(matches).span(), next(matches, 'end'), next(matches, 'end'))
print(p.match('xab', 1), p.fullmatch('abc'), p.fullmatch('abc', 0, 2), p.search('xxab', 3), p.search('xxab', 2).pos, p.match('ab', 0, 100).endpos)
print(re.fullmatch('a|ab', 'ab'), re.fullmatch('a*?', 'aaa'), re.fullmatch('(?:a|ab)(?:c|bcd)', 'abcd'), re.fullmatch('a', 'a\n'))
print(re.fullmatch('(a+|b)*?', 'aab').groups(), re.fullmatch(r'.*?\d', 'a1b2'), re.fullmatch('(?=a)', 'a'))
