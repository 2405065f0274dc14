"""Optimised trees: __debug__, docstrings, formats, numbers in patterns."""

import ast

SOURCES = [
    "__debug__",
    "'''doc'''",
    "'''doc'''\nx",
    "'''doc'''\n'not doc'",
    "def f():\n  'doc'\nclass C:\n  'doc'\n  'other'\n  x = 1\nasync def g(): 'doc'; return 1",
    "'%s and %r, %a %% %-5s %10.3r %.2a' % (a, b, c, d, e, f)",
    "'%s' % a; '%s' % (); '%s' % (*a,); '%d' % (a,); '%s%s' % (a,); '%' % (a,); '%1000s' % (a,); '%.s' % (a,); '' % ()",
    "b'%s' % (a,); '%+s' % (a,); '%(a)s' % (a,); '%s %s' % ('%s' % (a,), b); '%s%' % (a,)",
    "match a:\n case -1 | -2.5 | 1+2j | -1-2j | -0.0: pass\n case {-1: x, 3-4j: y}: pass",
    "-1 + 2; 1 + 2j; x if __debug__ else y",
]
for source in SOURCES:
    plain = ast.dump(ast.parse(source), include_attributes=True)
    for level in (-1, 0, 1, 2):
        text = ast.dump(ast.parse(source, optimize=level), include_attributes=True)
        again = ast.dump(ast.parse(ast.parse(source), optimize=level), include_attributes=True)
        print(level, text if text != plain else "same", text == again)
    code = compile(ast.parse(source, optimize=2), "<s>", "exec", optimize=2)
