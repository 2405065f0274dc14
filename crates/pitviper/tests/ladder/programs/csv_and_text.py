import csv
import io
import textwrap
import difflib

rows = list(csv.reader(io.StringIO('a,"b,c",d\n1,"2\n3",4\n')))
out = io.StringIO()
csv.writer(out).writerows(rows)
print(rows, repr(out.getvalue()), list(csv.DictReader(io.StringIO("x,y\n1,2\n"))))
print(textwrap.fill("the quick brown fox jumps over the lazy dog", 20), textwrap.dedent("  a\n  b"))
print(list(difflib.unified_diff(["a", "b"], ["a", "c"], lineterm="")))
