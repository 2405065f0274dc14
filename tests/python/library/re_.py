# re: matching, groups, substitution, splitting, flags, errors, as people use it.
import re

m = re.match(r'(?P<y>\d{4})-(?P<m>\d\d)(-(\d\d))?', '2024-05 rest')
print(m, m.group(), m.group('y', 'm'), m.groups(), m.groups('x'), m.groupdict(), m.span('m'), m.start(), m.end(2), m['y'], m[0], m.lastgroup, m.lastindex, m.re.pattern, m.string, m.pos, m.endpos, m.expand(r'\g<m>/\1'))
print(re.search('b+', 'aabbb').span(), re.fullmatch('a|ab', 'ab'), re.findall(r'(\w)(\d)', 'a1 b2'), re.findall('x*', 'axb'), [x.group() for x in re.finditer(r'\b\w', 'the cat')], re.split(r'[,;]\s*', 'a, b;c'), re.split('(-)', 'a-b-c', maxsplit=1), re.split('x*', 'axbc'))
print(re.sub(r'(\w+) (\w+)', r'\2 \1', 'hello world'), re.sub('a', lambda m: m.group().upper(), 'banana', count=2), re.subn('x*', '-', 'abxd'), re.sub(r'\s+', ' ', 'a  b\t\nc'), re.sub('(?P<q>b)', r'[\g<q>]', 'abc'), re.escape('a.b*c[d]'))
p = re.compile(r'''
    (\d+)   # number
    \s*
    ([a-z]+) # unit
''', re.X | re.I)
print(p, p.flags, p.groups, p.groupindex, p.match('10 KG').groups(), p.search('x 5mm', 1).group(), p.pattern[:6] == '\n    (', re.compile('a') == re.compile('a'), hash(re.compile('a')) == hash(re.compile('a')))
print(re.findall('^x', 'x\nx', re.M), re.findall('a.b', 'a\nb', re.S), re.findall(r'\w+', 'é a_1', re.A), re.match('É', 'é', re.I), re.match(r'(?i:A)b', 'ab'), re.match(r'(?s).', '\n'), re.findall(r'(?m)^.', 'a\nb'))
print(re.match(r'(a)?(?(1)b|c)', 'ab').group(), re.match(r'(?=ab)a', 'ab').group(), re.search(r'(?<=x)y', 'xy').span(), re.search(r'(?<!x)y', 'xyzy').start(), re.match(r'(a+)+$', 'aaaa').group(1), re.match(r'(.)\1', 'xx').group(), re.findall('a{2,3}?', 'aaaaa'), re.match('a*+a', 'aaa'), re.match('(?>a+)b', 'aab').group())
print(re.match(rb'\d+', b'12a'), re.sub(b'a', b'b', b'aa'), re.match('[^\\W\\d_]+', 'añ1').group(), re.findall(r'[\u0400-\u04ff]+', 'abc где'), re.findall('[]a-]', ']-b'), re.findall(r'\Ba|a\b', 'aba a'), re.search(r'\Aab\Z', 'ab').group())
for bad in ('(', 'a**', '[', '(?P<1>a)', '(?P=x)', '\\', 'a{3,1}', '(?<=a+)b', '*a', '(?z)', '[b-a]', r'\g', '(?P<n>a)(?P<n>b)', ')', '(?:a', r'\1', '(?i)a(?i)'):
    try:
        re.compile(bad)
        print(bad, 'ok')
    except re.error as e:
        print(repr(bad), e, e.pos, e.lineno, e.colno)
for bad in (lambda: re.match('a', b'a'), lambda: re.sub('a', r'\2', 'a'), lambda: re.sub('(a)', r'\g<x>', 'a'), lambda: m.group(9), lambda: m.group('zz'), lambda: re.compile(5), lambda: re.compile(re.compile('a'), re.I), lambda: re.match('a', 5)):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
print(re.I | re.M, repr(re.A), re.RegexFlag(0), re.NOFLAG, re.PatternError is re.error, bool(re.match('', '')), re.purge())
s = re.compile(r'(?P<num>\d+)|(?P<op>[+*/-])|(?P<ws>\s+)').scanner('3 + 42')
print([(t.lastgroup, t.group()) for t in iter(s.match, None)])
print(re.Scanner([(r'\d+', lambda s, t: int(t)), (r'\w+', lambda s, t: t), (r'\s+', None)]).scan('ab 12 !'))
import copy
print(copy.copy(m) is m, copy.deepcopy(p) is p, re.template if hasattr(re, 'template') else 'none', list(re.finditer('a', 'aa'))[1])
