# Messages of the parser and of the objects.
import re

for pattern in ['(', ')', '[', 'a**', '*a', '+', 'a{3,2}', '(?P<1>a)', '(?P<a>b)(?P<a>c)', '(?P=x)', r'\1', r'(a)\2', '(?(2)a)',
                '(?(x)a)', '(?<', '(?P', '(?Px)', '[z-a]', r'[\w-z]', '\\', r'\q', '(?#', '(a\n(b', r'\x1', r'\u12', r'(a\1)', '(?(1)a|b|c)',
                'a{99999999999}', '[a', '(?P<a', '(?P<>a)', '(?:', 'x{1}{2}', '(?<=(a)(?(1)b))']:
    try:
        print(pattern, re.compile(pattern))
    except (re.error, OverflowError) as error:
        print(repr(pattern), type(error).__name__, error, getattr(error, 'pos', None), getattr(error, 'lineno', None))
print(re.error is re.PatternError, re.error.__module__, issubclass(re.error, Exception))

p, m = re.compile('(?P<n>a)(b)?'), re.match('(?P<n>a)(b)?', 'a')
for function in [lambda: re.match('a', 5), lambda: re.match(5, 'a'), lambda: p.match(), lambda: p.match('a', 'b'), lambda: p.match('a', 1, 2, 3),
                 lambda: p.search('a', x=1), lambda: p.match('a', 1 << 70), lambda: m.group(3), lambda: m.group('x'), lambda: m.group([]),
                 lambda: m.group(1.5), lambda: m.group(-1), lambda: m.group(1 << 80), lambda: m.start(9), lambda: m.span('q'), lambda: m['q'],
                 lambda: m[7], lambda: m.groups(1, 2), lambda: m.expand(5), lambda: m.expand(r'\7'), lambda: type(p)(), lambda: type(m)(),
                 lambda: setattr(p, 'flags', 1), lambda: setattr(p, 'x', 1), lambda: p < p, lambda: iter(m), lambda: len(m), lambda: re.compile(5)]:
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)
print(p == re.compile('(?P<n>a)(b)?'), p == re.compile('(?P<n>a)(b)?', re.I), p != 5, hash(p) == hash(re.compile('(?P<n>a)(b)?')))
import copy
print(copy.copy(p) is p, copy.deepcopy(p) is p, copy.deepcopy(m) is m, re.Pattern[str], re.Match[bytes], m == m.__copy__())
print(re.compile('x' * 300), re.match('.*', "y'" * 40), repr(re.compile('a\n"')), re.compile(b"'"), re.Pattern, type(m))
