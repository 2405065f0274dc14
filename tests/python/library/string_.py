# string: constants, Template, Formatter, capwords; templatelib.
import string
from string import Template, Formatter

print(string.ascii_letters, string.digits, string.punctuation, repr(string.whitespace), len(string.printable), string.hexdigits, string.octdigits)
print(string.capwords('hello  wORLD foo'), string.capwords('a-b-c', '-'))
t = Template('$who likes ${what}s, $$5')
print(t.substitute(who='tim', what='kung pao'), t.substitute({'who': 1}, what=2), t.get_identifiers(), t.is_valid())
for bad in (lambda: t.substitute(who='x'), lambda: Template('$ x').substitute(), lambda: Template('a\n$1').substitute()):
    try:
        bad()
    except (KeyError, ValueError) as e:
        print(type(e).__name__, e)
print(t.safe_substitute(who='x'), Template('$1 ${x').safe_substitute(x=2), Template('$ $').is_valid())

class Percent(Template):
    delimiter = '%'
    idpattern = '[a-z]+_[a-z]+'
print(Percent('%% %with_underscore %notunderscored').safe_substitute(with_underscore='replaced'))

f = Formatter()
print(f.format('{0} {a} {0!r:>5} {b[k]} {c.real}', 'x', a=1, b={'k': 2}, c=3))
print(list(f.parse('a{b!r:c}d{{e}}')), f.format('{} {}', 1, 2), f.vformat('{x:{w}}|', (), {'x': 1, 'w': 4}))
for bad in (lambda: f.format('{}{0}', 1), lambda: f.format('{x}'), lambda: f.format('{0.nope}', 1), lambda: f.format('{', 1)):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)

class Defaults(Formatter):
    def get_value(self, key, args, kwargs):
        return kwargs.get(key, f'<{key}>') if isinstance(key, str) else super().get_value(key, args, kwargs)
    def convert_field(self, value, conversion):
        return str(value).upper() if conversion == 'u' else super().convert_field(value, conversion)
    def check_unused_args(self, used, args, kwargs):
        print(sorted(map(str, used)), len(args), sorted(kwargs))
print(Defaults().format('{a} {b!u} {0}', 'z', b='q'))
print(f.get_field('a.b[c]', (), {'a': type('A', (), {'b': {'c': 9}})}), f.format_field(3.14159, '.2f'))

from string.templatelib import Template as T, Interpolation
name = 'x'
tt = t'hello {name!r:>4} and {1 + 1}'
print(type(tt) is T, tt.strings, tt.values, [(i.expression, i.conversion, i.format_spec) for i in tt.interpolations])
