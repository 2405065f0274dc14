# csv of what is not csv.
# ends: ok
import _csv as csv
csv.field_size_limit(1 << 20)
for lines in (['"' + "a" * 2_000_000], ['"\n'] * 1000, ["\x00,"], [1], [b"a"], ["," * 100_000], ['"a"b"c'], ["a\rb"]):
    try:
        for row in csv.reader(lines, strict=True):
            pass
    except (csv.Error, MemoryError):
        pass
class W:
    def write(self, text):
        raise ZeroDivisionError
w = csv.writer(W())
for row in ([1, 2], None, 5, iter([object()]), [[]]):
    try:
        w.writerow(row)
    except (csv.Error, ZeroDivisionError, TypeError):
        pass
