# Long texts, deep nesting, much to try.
import re

text = 'ab' * 100000
print(re.match('(?:ab)*', text).end(), re.match('(?:a|b)*', text).end(), re.match('(a|b)*', text).span(1), re.match('(?:a|b)*?$', text).end())
print(re.match('(?:(?:a)(?:b)?)*', text).end(), re.match('((a)(b)?)+', text).regs, re.match('(?>(a|b))*', text).span(1))
print(re.match('(?:a|b)*c', text), re.match('.*c', text), re.match('.*?c', text), re.match('(?:.b)*+c', text))
print(re.search('x*y', 'x' * 2000), re.match('(?:a?){14}a{14}', 'a' * 14).end())
print(re.match('(x+x+)+y', 'x' * 18), re.match('(?:x+x+)++y', 'x' * 200), re.match('(?>(?:x+x+)+)y', 'x' * 300))
print(re.match(r'(?:(?:a*)*)*b', 'a' * 8), re.match(r'([a-z]+\d?)*!', 'abcdefghijkl'))
print(re.match('(' * 90 + 'a' + ')' * 90, 'a').lastindex, re.match('(?:' * 90 + 'a' + ')*' * 90, 'aaa').end())
print(re.match('(?=' * 50 + 'a' + ')' * 50, 'a'), re.match('(?:a(?!b)){3}', 'aaa').end())
print(len(re.findall(r'\w+', 'word ' * 20000)), len(re.split(r'\s', 'word ' * 20000)), re.sub('o(.)', r'\1o', 'word ' * 3))
print(len(re.compile('|'.join(map(str, range(2000)))).findall('1999 17 x 4')), re.search('a{1000}', 'a' * 999), re.search('(?:ab){500}', text).end())
lines = '\n'.join(f'key{i} = "value \\" {i}"' for i in range(2000))
print(len(re.findall(r'(?m)^(\w+)\s*=\s*"((?:[^"\\]|\\.)*)"$', lines)))
