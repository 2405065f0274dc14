# io: each class has its own attributes only, and what it inherits.
import _io
import io

for name in '''FileIO BytesIO StringIO BufferedReader BufferedWriter BufferedRandom BufferedRWPair TextIOWrapper
        IncrementalNewlineDecoder _IOBase _RawIOBase _BufferedIOBase _TextIOBase'''.split():
    cls = getattr(_io, name)
    print(name, [c.__name__ for c in cls.__mro__], [n for n in dir(cls) if n not in dir(object)])
b, s = io.BytesIO(), io.StringIO()
b.tag = s.tag = 1
print(b.__dict__, vars(s))

class Marked(io.BytesIO):
    def __init__(self, first, second):
        super().__init__(first + second)
        self.mark = first

class Text(io.TextIOWrapper):
    def __init__(self, data):
        super().__init__(io.BytesIO(data), encoding='latin-1', newline='')

class Words(io.StringIO):
    def __init__(self, *words):
        super().__init__(' '.join(words))
        self.seek(0, 2)

m = Marked(b'ab', b'cd')
print(m.read(), m.mark, m.getvalue(), Text(b'\xe9\r\n').readline().encode(), Words('a', 'b').tell())
class Lazy(io.BufferedReader):
    def __init__(self):
        super().__init__(io.BytesIO(b'lazy\nline'))
print(Lazy().readlines())
