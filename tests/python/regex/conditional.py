# Groups that decide, and alternatives.
import re

def show(pattern, *texts):
    print(pattern, [(m := re.fullmatch(pattern, text)) and m.groups() for text in texts])

show(r'(a)?(?(1)b|c)', 'ab', 'c', 'ac', 'b')
show(r'(?P<q>")?\w+(?(q)")', '"ab"', 'ab', '"ab', 'ab"')
show(r'(<)?(\w+@\w+)(?(1)>|$)', '<a@b>', 'a@b', '<a@b')
show(r'(a)?(?(1)|x)', 'a', 'x', '')
show(r'(a)?(?(1)b)', 'ab', '', 'b')
show('(a)?(?(1)\x0f.)', 'a\x0fz', '', 'az')
show(r'(?:(a)|b)(?(1)c|d)', 'ac', 'bd', 'ad')
show(r'(?:(?(1)b|(a)))*', 'ab', 'abb', 'a', 'b', '')
show(r'((a)|b)(?(2)x|y)+', 'axx', 'by', 'ay')
show(r'(a(?(2)x|y)(z)?)+', 'ay', 'ayzax')
show(r'a|ab|abc', 'a', 'ab', 'abc', 'abcd')
show(r'(a|ab)(c|bcd)(d*)', 'abcd', 'acd')
show(r'(?:|a)+', '', 'aa')
show(r'(?:a||b)c', 'ac', 'c', 'bc')
show(r'(?:foo|foobar|fob)x', 'foox', 'foobarx', 'fobx', 'fox')
show(r'(?:\d+|[a-f]+|x)*', '12abx', 'g')
show(r'(?i:(a)|(?P<b>B))(?-i:c)', 'Ac', 'bc', 'aC')
show(r'(?!)|a', 'a', '')
show(r'[^\s\S]|b', 'b', 'a')
show(r'[\s\S]+', 'a\n')
words = [f'w{n}x' for n in range(300)]
p = re.compile('|'.join(words) + '|(end)')
print(p.match('w299x').span(), p.match('end').groups(), p.match('w300x'), p.search('..w17x').span())
