# csv: readers, writers, dialects, quoting, errors, DictReader and DictWriter, Sniffer.
import csv
import io

def read(text, **options):
    try:
        return list(csv.reader(io.StringIO(text, newline=''), **options))
    except (csv.Error, ValueError) as e:
        return f'{type(e).__name__}: {e}'

print(read('a,b,c\r\n1,"2,x",3\n\n"say ""hi""",,\n'), read('a;b;"c;d"', delimiter=';'), read("a,'b,c'", quotechar="'"))
print(read('a, b,  "c"'), read('a, b,  "c"', skipinitialspace=True), read('a\\,b,c', escapechar='\\'), read('"a\nb",c\n'), read('a"b,c"d'), read('"a"b,c'))
print(read('"a"b', strict=True), read('"abc'), read('"abc', strict=True), read('a,b\rc,d'), read('1,2.5,"x"', quoting=csv.QUOTE_NONNUMERIC), read('a,"b"', quoting=csv.QUOTE_NONE))
print(read('1,,"",x', quoting=csv.QUOTE_NOTNULL), read('1,,"",2.5', quoting=csv.QUOTE_STRINGS), read(''), read(',\n'), read('a\tb', dialect='excel-tab'), read('x,y', quoting=csv.QUOTE_NONNUMERIC))

def write(rows, **options):
    out = io.StringIO(newline='')
    try:
        csv.writer(out, **options).writerows(rows)
        return out.getvalue()
    except (csv.Error, TypeError) as e:
        return f'{type(e).__name__}: {e}'

rows = [[1, 'a,b', 'c"d', None, 2.5, ''], ['x\ny', 'q', True]]
for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC, csv.QUOTE_STRINGS, csv.QUOTE_NOTNULL):
    print(repr(write(rows, quoting=quoting)))
print(repr(write(rows, quoting=csv.QUOTE_NONE)), repr(write(rows, quoting=csv.QUOTE_NONE, escapechar='\\')), repr(write([['a"b', 'c']], doublequote=False, escapechar='!')))
print(repr(write([['a', 'b']], lineterminator='\n', delimiter='|')), repr(write([[]])), repr(write([['']])), repr(write([[None]])), repr(write([5])), repr(write([[' a']], quoting=csv.QUOTE_MINIMAL)), repr(write([['a b', "it's"]], quotechar="'")))
out = io.StringIO()
w = csv.DictWriter(out, ['a', 'b'], restval='-', extrasaction='ignore')
print(w.writeheader(), w.writerow({'a': 1, 'z': 2}), out.getvalue().splitlines())
try:
    csv.DictWriter(out, ['a']).writerow({'b': 1})
except ValueError as e:
    print(e)
r = csv.DictReader(io.StringIO('n,v\na,1\nb\nc,3,4\n'), restkey='more', restval='none')
print(r.fieldnames, list(r), r.line_num)

class Semi(csv.excel):
    delimiter = ';'
    quoting = csv.QUOTE_ALL
csv.register_dialect('semi', Semi)
csv.register_dialect('pipe', delimiter='|', quoting=csv.QUOTE_NONE, escapechar='\\')
print(csv.list_dialects(), csv.get_dialect('semi').delimiter, csv.get_dialect('pipe').escapechar, repr(write([[1, 'a']], dialect='semi')), read('a|b', dialect='pipe'))
csv.unregister_dialect('pipe')
for bad in (lambda: csv.get_dialect('pipe'), lambda: csv.reader([], delimiter='ab'), lambda: csv.reader([], quoting=9), lambda: csv.reader([], delimiter=1), lambda: csv.writer(3), lambda: csv.reader([], bogus=1), lambda: list(csv.reader([b'a'])), lambda: csv.reader([], quotechar='', quoting=csv.QUOTE_ALL), lambda: csv.reader(5), lambda: csv.register_dialect(1)):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
print(csv.field_size_limit(), csv.field_size_limit(10), read('x' * 11), csv.field_size_limit(131072))
s = csv.Sniffer()
print(s.sniff('a;b;c\n1;2;3\n4;5;6\n').delimiter, s.has_header('name,age\nbob,3\namy,4\n'), s.sniff("'a'\t'b'\n'c'\t'd'\n").quotechar)
rd = csv.reader(['a,b', '"c', 'd",e'])
print(next(rd), rd.line_num, next(rd), rd.line_num, rd.dialect.delimiter, rd.dialect.quoting)
