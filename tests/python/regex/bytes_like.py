# Bytes and what is like them.
import re

print(re.match(rb'(\w+) (\d+)', b'abc 12').groups(), re.findall(rb'\xe9|[\x80-\xff]', b'a\xe9\xff'))
print(re.match(rb'\w', b'\xe9'), re.match(rb'(?i)\xe9', b'\xc9'), re.match(rb'(?i)a', b'A'))
for text in (b'xaya', bytearray(b'xaya'), memoryview(b'xaya')):
    m = re.search(b'(a)y', text)
    print(type(m.string).__name__, m.group(), m.group(1), re.sub(b'a', b'<>', text), re.split(b'a', text), m.expand(rb'\1!'))
text = b'abc'
print(re.sub(b'x', b'y', text) is text, re.match(b'.*', text)[0] is text)
print(re.sub(b'(b)', rb'[\1\g<1>]', b'abc'), re.sub(b'b', lambda m: bytearray(m[0] * 2), b'abc'))
print(re.escape(b'a.b'), re.compile(b'a') == re.compile('a'), hash(re.compile(b'a')) == hash(re.compile(b'a')))

for function in [lambda: re.match('a', b'a'), lambda: re.match(b'a', 'a'), lambda: re.match(b'a', 5),
                 lambda: re.sub(b'a', 'x', b'ba'), lambda: re.sub('a', b'x', 'aab'), lambda: re.sub('a', b'\\n', 'a'),
                 lambda: re.sub('(a)', b'x\\1', 'a'), lambda: re.sub(b'a', lambda m: 'x', b'ba')]:
    try:
        print(function())
    except TypeError as error:
        print(error)

# A bytearray keeps its length while its matches are looked for; a match looks again.
data = bytearray(b'aXbX')
matches = re.finditer(b'X', data)
first = next(matches)
try:
    data.append(1)
except BufferError as error:
    print(error)
del matches
data[:] = b'12'
print(first.span(), first.group(), first.string)

def grow(m):
    try:
        data.append(1)
    except BufferError as error:
        return b'!'
    return b'?'

print(re.sub(b'1', grow, data))
data.append(51)
print(data)
