# tokenize: tokens of all kinds, positions, f-strings, errors, untokenize, encodings.
import io
import token
import tokenize

def show(text):
    try:
        for t in tokenize.generate_tokens(io.StringIO(text).readline):
            print(token.tok_name[t.type], repr(t.string), t.start, t.end, repr(t.line))
    except (tokenize.TokenError, SyntaxError) as e:
        print(type(e).__name__, e.args[0] if isinstance(e, tokenize.TokenError) else e.msg)

show('''\
def f(a, *b, c: int = 0x1F) -> str:  # comment
    """doc
    string"""
    if a<=1_000.5e-3j:
\treturn a ** 2 // b[0] != c, ...

    x = {'k': [1,
      2]}
''' if False else '''\
def f(a, *b, c: int = 0x1F) -> str:  # comment
    """doc
    string"""
    if a<=1_000.5e-3j:
        return a ** 2 // b[0] != c, ...

    # only a comment
    x = {'k': [1,
      2]}
''')
show('x = 1 + \\\n  2\ny')
show("f'a{x!r:>{w}}b{{c}}' rb'raw' u'é' f\"{y:%H:%M}{'n'}\"\n")
show("f'''l1 {\n a +\n b} l2\n'''\n")
show('@d\nasync def g(): await (yield x)\nclass A: pass; y := 3\n')
show('\n\n  \n# c\n')
show("x = f'{a}'")
show('lambda: 0o17 0b1 1e5 .5 5. 1if 2else 3')
for bad in ('(', 'x = "abc\n', "'''abc", '  a\n b\n', 'a\n  b\n c\n', '0b2', '1_', ')', '(]', 'f"{', '012', 'a$b'):
    show(bad)
src = 'def f(x):\n    return x+1  # c\n'
toks = list(tokenize.generate_tokens(io.StringIO(src).readline))
print(tokenize.untokenize(toks) == src, tokenize.untokenize([t[:2] for t in toks]), toks[0].exact_type, toks[2].exact_type == token.LPAR, toks[0])
print(list(tokenize.tokenize(io.BytesIO(b'# -*- coding: latin-1 -*-\nx = "\xe9"\n').readline))[:2], tokenize.detect_encoding(io.BytesIO(b'\xef\xbb\xbfx').readline), tokenize.detect_encoding(iter([b'#!/bin/sh\n', b'# vim: set fileencoding=utf-8 :\n']).__next__))
