# Groups: numbers, names, spans, those that took no part, the one that ended last.
import re

m = re.match(r'(\w+)\s+(?P<number>\d+)(x)?', 'hello 42!')
print(m, m.group(), m.group(1, 'number', 3), m[0], m['number'], m[3])
print(m.groups(), m.groups('-'), m.groupdict(), m.groupdict('-'))
print(m.span(), m.span(1), m.span('number'), m.span(3), m.start(2), m.end(2), m.start(3))
print(m.regs, m.lastindex, m.lastgroup, m.re.groups, dict(m.re.groupindex))
print(m.string, m.pos, m.endpos, bool(m))
print(m.expand(r'<\1|\g<number>|\3|\g<0>>'))

# The group that ended last counts, not the highest one.
for pattern, text in [('(a)b', 'ab'), ('(a)(b)', 'ab'), ('((a)b)', 'ab'), ('((ab))', 'ab'), ('(a)|b', 'b'),
                      ('(?P<x>a)(?:b)', 'ab'), ('(a)(b)?', 'a'), ('(?:(a)|(b))*', 'abab'), ('(?:(a)|(b))*', 'ba')]:
    m = re.match(pattern, text)
    print(pattern, m.groups(), m.lastindex, m.lastgroup)

# What an earlier turn of a repeat captured stays.
for pattern, text in [('(?:(a)|b)*', 'ab'), ('(?:(a)|(b)|c)*', 'abc'), ('(?:(\\w)(\\d)?)+', 'a1b'), ('(?:(a)?b)*', 'abb'),
                      ('(a|ab)(c|bcd)(d*)', 'abcd'), ('(?:(a+)b?)*?c', 'aabac'), ('((a)|b)*?c', 'abc'),
                      ('(?:(x)|(y)){2,3}', 'xyx'), ('(?:(a)(?=b)|b)*', 'abb')]:
    m = re.match(pattern, text)
    print(pattern, m.span(), m.groups(), m.lastindex)

# References.
for pattern, text in [(r'(a*)b\1', 'aabaa'), (r'(a*)b\1', 'aaba'), (r'(?P<q>["\']).*?(?P=q)', '"it\'s"'),
                      (r'(?i)(ab)\1', 'abAB'), (r'(a)?\1b', 'b'), (r'(a)?(?:\1|x)b', 'xb'), (r'(\w)\1\1', 'aaa')]:
    print(pattern, re.search(pattern, text))
