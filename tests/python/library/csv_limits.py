# The largest field, quoting without quotes, and a reader that is used by what it reads from.
import csv

class Lines:
    n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n == 1:
            next(self.reader)
            return 'a,b'
        if self.n == 2: return 'x'
        raise StopIteration

lines = Lines()
lines.reader = reader = csv.reader(lines)
try: next(reader)
except csv.Error as error: print(error)
for given in [(None,), (1, None), ('x',), (1.5,)]:
    try: csv.field_size_limit(*given)
    except TypeError as error: print(error)
print(csv.field_size_limit(new_limit=5), csv.field_size_limit())
for line in ['abcde,f', 'abcdef', '"abc""de"', '"a\nbcde"', 'a,' * 100]:
    try: print(len(next(csv.reader([line]))))
    except csv.Error as error: print(error)
csv.field_size_limit(1 << 30)
long = 'x' * 100_000 + '"' + 'y' * 100_000
class Sink:
    def write(self, text): self.text = text
sink = Sink()
csv.writer(sink, lineterminator='ab' * 100).writerow([long, 'a', 'plain', None])
print(len(sink.text), sink.text[-220:], next(csv.reader([sink.text]))[0] == long)
csv.writer(sink, quoting=csv.QUOTE_NONE, escapechar='!').writerow([long, '!'])
print(len(sink.text), next(csv.reader([sink.text], quoting=csv.QUOTE_NONE, escapechar='!')) == [long, '!'])
for options in [dict(quotechar=None), dict(quotechar=None, quoting=csv.QUOTE_ALL), dict(dialect='excel', quotechar=None), dict(dialect='excel-tab')]:
    try: print(csv.reader([], **options).dialect.quoting, list(csv.reader(['1,",3'], **options)))
    except TypeError as error: print(error)
