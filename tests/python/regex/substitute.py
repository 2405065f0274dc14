# sub and subn: templates, callables, empty matches, counts, types.
import re

print(re.sub('b', 'X', 'abcb'), re.subn('b', 'X', 'abcb'), re.sub('b', 'X', 'abcb', count=1), re.subn('z', 'X', 'abc'))
print(re.sub('x*', '-', 'abxd'), re.sub('x*?', '-', 'axb'), re.sub('', '-', 'abc'), re.sub('b*', '<>', 'abbc'))
print(re.sub(r'\b', '|', 'ab cd'), re.sub('(?=b)', '-', 'abab'), re.sub('$', '!', 'a\nb\n'), re.sub('(?m)$', '!', 'a\nb\n'))
print(re.sub('(a)(b)?', r'<\2\1>', 'abaab'), re.sub('(?P<x>a)', r'\g<x>\g<1>\g<0>', 'cat'), re.sub('(a)', r'\g<1>0', 'a'))
print(re.sub('a', r'\\', 'cat'), re.sub('a', r'\n\t\x5c'[:4], 'cat'), ascii(re.sub('a', '\\0', 'cat')), re.sub('a', r'\101', 'a'))
print(re.sub(r'\w+', lambda m: m[0].title(), 'ab cd'), re.sub('a', lambda m: None, 'bab'), re.sub('a', '', 'bab'))
print(re.compile('(.)').sub(lambda m: str(m.start(1)), 'abc', 2), re.compile('b').subn(repl='x', string='abb', count=1))

class Text(str):
    pass

text, other = 'abc', Text('abc')
print(re.sub('x', 'y', text) is text, type(re.sub('x', 'y', other)).__name__, type(re.sub('a', 'y', other)).__name__)
print(re.sub('a', Text('z'), 'abc'), re.sub('(a)', Text(r'\1\1'), 'abc'), re.sub('b', 'λ', 'abc'), re.sub('é', 'e', 'éa'))

for template in [r'\2', r'\g<x>', r'\g<', r'\g<>', r'\g<1', r'\q', '\\', r'\g<-1>', r'\400', r'\g<1a>']:
    try:
        print(re.sub('(a)', template, 'a'))
    except (re.error, IndexError) as error:
        print(type(error).__name__, error)
calls = []
try:
    re.sub('a', lambda m: calls.append(1) or 5, 'xaa')
except TypeError as error:
    print(error, len(calls))
for arguments in [(5, 'a'), ('x', 5), ('x',), ('x', 'y', 'z'), (lambda m: 1 / 0, 'a')]:
    try:
        re.compile('a').sub(*arguments)
    except (TypeError, ZeroDivisionError) as error:
        print(error)
print(re.sub('(?:)', lambda m: str(m.start()), 'ab'), re.sub('a', 'b', 'a' * 5, count=-1), re.sub('.', 'é', 'abc'))
print(len(re.sub('a', 'bb', 'a' * 100000)), re.subn('(?i)B', r'\g<0>\g<0>', 'abAB'))
