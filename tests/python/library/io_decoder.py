# io: IncrementalNewlineDecoder and newlines of text files.
import codecs
import io

d = io.IncrementalNewlineDecoder(None, True)
for piece in ('a\r', '\nb', '\r', '', 'c\n', 'x\r'):
    print(repr(d.decode(piece)), d.getstate(), repr(d.newlines))
print(repr(d.decode('', final=True)), repr(d.newlines), d.reset(), d.newlines, d.getstate())
d.setstate((b'', 1))
print(repr(d.decode('\n')), repr(d.newlines))
d = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder('utf-8')(), translate=False, errors='strict')
print([d.decode(p) for p in (b'\xc3', b'\xa9\r', b'\n\r')], d.getstate(), repr(d.decode(b'', True)), d.newlines)
d.setstate((b'\xc3', 0))
print(repr(d.decode(b'\xa9\r', True)), repr(d.newlines))
for bad in (lambda: io.IncrementalNewlineDecoder(), lambda: io.IncrementalNewlineDecoder(None, 1).decode(b'x'),
        lambda: io.IncrementalNewlineDecoder.__new__(io.IncrementalNewlineDecoder).decode(''), lambda: d.setstate(1),
        lambda: d.setstate((1,))):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)

class Upper(io.IncrementalNewlineDecoder):
    def __init__(self):
        super().__init__(None, True)
    def decode(self, input, final=False):
        return super().decode(input.upper(), final)
print(repr(Upper().decode('a\r\nb')))
for data in (b'', b'a', b'a\n', b'a\r', b'a\r\nb', b'a\nb\rc\r\nd', b'a\nb\r'):
    for newline in (None, '', '\n', '\r\n'):
        t = io.TextIOWrapper(io.BytesIO(data), newline=newline)
        first = t.newlines
        t.read()
        print(data, repr(newline), first, repr(t.newlines), end='; ')
    print()
t = io.TextIOWrapper(io.BytesIO(b'one\ntwo\r\nthree'))
print(t.readline(), repr(t.newlines), t.read(2), t.newlines)
s = io.StringIO('a\r\nb\nc', newline=None)
print(repr(s.newlines), s.write('\r'), s.newlines, io.StringIO('a\r\n').newlines, repr(io.StringIO('a\r', newline='').newlines))
